<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user): void
    {
        switch ($this->client->variation('plan', $user, 'free')) {
            case 'free':
                upsell();
                break;
            case 'pro':
            case 'max':
                menu();
                badge();
                break;
            default:
                warn();
        }
        done();
    }

    public function limit($user): int
    {
        return match ($this->client->variation('plan', $user, 'free')) {
            'free', 'basic' => 1,
            'pro' => 2,
            default => 3,
        };
    }
}

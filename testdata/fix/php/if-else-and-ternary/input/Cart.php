<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function total($user, array $items): int
    {
        // the new sums
        if ($this->client->variation('beta', $user, false)) {
            log('new');

            return sum($items);
        } else {
            log('old');
        }

        return oldSum($items);
    }

    public function label($user): string
    {
        return $this->client->variation('beta', $user, false) ? 'New' : 'Old';
    }

    public function show($user): void
    {
        if (!$this->client->variation('beta', $user, false)) {
            warn();
        }
        print 'done';
    }
}

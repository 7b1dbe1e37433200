<?php

use LaunchDarkly\LDClient;

final class Cart
{
    public function __construct(private LDClient $client) {}

    public function one(): int
    {
        switch ($this->client->variation('plan', $this->user, 'a')) {
            case 'a':
                return 1;
            case 'b':
            case 'c':
                return 2;
            default:
                return 3;
        }
    }

    public function two(): int
    {
        $plan = $this->client->variation('plan', $this->user, 'a');
        if (in_array($plan, ['b', 'c'], true)) {
            $this->b();
        }
        return match ($plan) {
            'a' => 1,
            'b', 'c' => 2,
            default => 3,
        };
    }

    public function three(): int
    {
        $plan = $this->client->variation('plan', $this->user, 'a');
        switch ($plan) {
            case 'a':
                $x = 1;
                break;
            case 'b':
                $x = 2;
                break;
            default:
                $x = 3;
        }
        return $x;
    }
}

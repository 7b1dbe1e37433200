<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function kind($user, int $kind): string
    {
        return match (true) {
            $kind === 1 => 'one',
            default => 'many',
        };
    }

    public function name($user, int $kind)
    {
        switch (true) {
            case $kind === 1:
                return 'one';
            default:
                return 'beta';
        }
    }
}

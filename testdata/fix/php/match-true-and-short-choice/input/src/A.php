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
            !$this->client->variation('beta', $user, false) => 'off',
            default => 'many',
        };
    }

    public function name($user, int $kind)
    {
        $on = $this->client->variation('beta', $user, false);
        switch (true) {
            case $kind === 1:
                return 'one';
            case $on:
                return 'beta';
            default:
                return !$on ?: 'none';
        }
    }
}

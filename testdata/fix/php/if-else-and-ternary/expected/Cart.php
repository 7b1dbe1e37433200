<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function total($user, array $items): int
    {
        // the new sums
        log('new');

        return sum($items);
    }

    public function label($user): string
    {
        return 'New';
    }

    public function show($user): void
    {
        print 'done';
    }
}

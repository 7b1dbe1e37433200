<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user): void
    {
        menu();
        badge();
        done();
    }

    public function limit($user): int
    {
        return 2;
    }
}

<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user, int $kind): void
    {
        if ($kind === 1) {
            first();
        } else {
            second();
        }

        if ($kind === 3) {
            first();
        } else {
            second();
        }
    }
}

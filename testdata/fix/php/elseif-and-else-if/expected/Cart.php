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
        } elseif ($kind === 2) {
            third();
        } else {
            fourth();
        }

        if ($kind === 2) {
            second();
        } else {
            third();
        }

        if ($kind === 3) {
            first();
        } else {
            third();
        }
    }
}

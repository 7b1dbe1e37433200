<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user): void
    {
        $enabled = true;
        print "beta: $enabled";
        if ($enabled) {
            track();
        }
    }
}

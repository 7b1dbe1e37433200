<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user, array $all): void
    {
        $enabled = true;
        foreach ($all as $enabled) {
            if ($enabled) {
                track();
            }
        }
    }
}

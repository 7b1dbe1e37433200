<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user): void
    {
        $enabled = $this->client->variation('beta', $user, false);
        print "beta: $enabled";
        if ($enabled) {
            track();
        }
    }
}

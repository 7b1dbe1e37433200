<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user, array $all): void
    {
        $enabled = $this->client->variation('beta', $user, false);
        foreach ($all as $enabled) {
            if ($enabled) {
                track();
            }
        }
    }
}

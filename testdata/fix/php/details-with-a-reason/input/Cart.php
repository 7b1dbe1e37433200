<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user): void
    {
        $detail = $this->client->variationDetail('beta', $user, false);
        log($detail->getReason());
        if ($detail->getValue()) {
            track();
        }
    }
}

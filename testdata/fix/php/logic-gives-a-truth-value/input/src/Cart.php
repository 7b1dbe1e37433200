<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function shows($user, $item)
    {
        return $this->client->variation('beta', $user, false) && $item->count();
    }

    public function hides($user, $item)
    {
        return $this->client->variation('beta', $user, false) && $item->count() > 1;
    }
}

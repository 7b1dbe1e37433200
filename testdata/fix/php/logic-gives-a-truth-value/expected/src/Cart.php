<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function shows($user, $item)
    {
        return $item->count();
    }

    public function hides($user, $item)
    {
        return $item->count() > 1;
    }
}

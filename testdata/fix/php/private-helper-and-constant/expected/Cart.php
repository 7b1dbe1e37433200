<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user): string
    {
        return $this->render($user);
    }
}

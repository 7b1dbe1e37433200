<?php

use LaunchDarkly\LDClient;

class Cart
{
    public function __construct(LDClient $client)
    {
    }

    public function options(): array
    {
        return ['a' => 1, 'b' => 2];
    }
}

<?php

use LaunchDarkly\LDClient;

final class Cart
{
    public function __construct(private LDClient $client) {}

    public function one(): int
    {
        return 2;
    }

    public function two(): int
    {
        $this->b();
        return 2;
    }

    public function three(): int
    {
        $x = 2;
        return $x;
    }
}

<?php

use LaunchDarkly\LDClient;

class Cart
{
    private bool $wide;

    public function __construct(LDClient $client)
    {
        $this->wide = $client->variation('beta', null, false);
    }

    public function options(): array
    {
        return ['a' => 1, ...($this->wide ? ['b' => 2] : [])];
    }
}

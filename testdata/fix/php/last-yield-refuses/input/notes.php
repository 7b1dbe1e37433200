<?php

use LaunchDarkly\LDClient;

class Notes
{
    private LDClient $client;

    public function hints($user): iterable
    {
        if ($this->client->variation("beta", $user, false)) {
            yield "try the new cart";
        }
    }
}

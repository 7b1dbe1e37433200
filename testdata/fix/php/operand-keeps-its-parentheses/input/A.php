<?php

use LaunchDarkly\LDClient;

class A
{
    private LDClient $client;

    public function one($n, $s, $user)
    {
        use_it(-($this->client->variation('beta', $user, false) ? $n + 1 : 2));
        use_it(clone ($this->client->variation('beta', $user, false) ? $n ?? $s : $s));

        return ($this->client->variation('beta', $user, false) ? $n ?? $s : $s) instanceof A;
    }
}

<?php

use LaunchDarkly\LDClient;

class A
{
    private LDClient $client;

    public function one($n, $s, $user)
    {
        use_it(-($n + 1));
        use_it(clone ($n ?? $s));

        return ($n ?? $s) instanceof A;
    }
}

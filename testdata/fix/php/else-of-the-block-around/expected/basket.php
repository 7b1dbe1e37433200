<?php

function total($basket)
{
    if ($basket->open):
        if ($basket->isEmpty()):
            return 0;
        endif;
    elseif ($basket->paid):
        foreach ($basket->lines as $line):
            if ($line->free) {
                badge($line);
            }
        endforeach;
        if ($basket->late):
            warn($basket);
        endif;
    else:
        closed();
    endif;

    return $basket->sum;
}

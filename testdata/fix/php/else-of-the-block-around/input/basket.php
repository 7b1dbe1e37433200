<?php
use Laravel\Pennant\Feature;

function total($basket)
{
    if ($basket->open):
        if ($basket->isEmpty()) return 0;
        $beta = Feature::active('beta');
    elseif ($basket->paid):
        foreach ($basket->lines as $line):
            if (Feature::active('beta')) {
                if ($line->free) {
                    badge($line);
                }
            } else {
                old($line);
            }
        endforeach;
        if (Feature::active('beta')):
            if ($basket->late)
                warn($basket);
        endif;
    else:
        closed();
    endif;

    return $basket->sum;
}

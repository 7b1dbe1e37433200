<?php

use Laravel\Pennant\Feature;

function columns(): array
{
    $wide = Feature::active('quay-map');

    return [$wide, $wide ? 3 : 1];
}

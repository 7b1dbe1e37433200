<?php
use Laravel\Pennant\Feature;

if (Feature::active('beta')):
    menu();
    badge();
else:
    old();
endif;
done();

<?php

namespace Shop;

use Laravel\Pennant\Feature;
use Shop\Views\NewCart;
use Shop\Views\OldCart;

class Cart
{
    public function show($user)
    {
        if (Feature::active('new-cart')) {
            return new NewCart($user);
        }

        return new OldCart($user);
    }
}

<?php

namespace Shop;

use Shop\Views\NewCart;

class Cart
{
    public function show($user)
    {
        return new NewCart($user);
    }
}

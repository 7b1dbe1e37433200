<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private const NEW_CART = 'new-cart';

    private LDClient $client;

    public function show($user): string
    {
        if (!$this->isNewCart($user)) {
            return 'old';
        }

        return $this->render($user);
    }

    /**
     * Whether the new cart is shown.
     */
    private function isNewCart($user): bool
    {
        return $this->client->variation(self::NEW_CART, $user, false);
    }
}

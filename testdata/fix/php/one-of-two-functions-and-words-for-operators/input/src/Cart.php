<?php

namespace Shop;

use Laravel\Pennant\Feature;
use Shop\Legacy\Old;

final class Cart
{
    private const NEW_CART = 'new-cart';

    public function one(): int
    {
        // the new cart is faster
        if (Feature::active(self::NEW_CART)) {
            // at once
            return 1;
        } else {
            return Old::total();
        }
    }

    public function two(bool $odd): array
    {
        if (! $this->isNew()) {
            throw new \RuntimeException('old');
        }
        $label = $this->isNew() ? 'new' : 'old';
        if ($odd) {
            $this->a();
        } elseif ($this->isNew()) {
            $this->b();
        } else {
            $this->c();
        }
        $enabled = Feature::active('new-cart');
        foreach ($this->items as $item) {
            if (!$enabled) {
                continue;
            }
            $this->step($item);
        }
        if ($enabled === true && $odd) $this->d();
        if ($enabled == false or $odd) $this->e();
        $names = array_filter($this->names, fn ($name) => $this->isNew() && $name !== '');
        $others = array_map(function ($name) use ($enabled) {
            return $enabled ? $name : 'x';
        }, $this->names);
        return ['a' => $enabled ? 1 : 2, 'label' => $label, 'names' => $names, 'others' => $others];
    }

    public function three(): int
    {
        if (Feature::inactive('new-cart')) {
            return 0;
        }

        return Feature::when('new-cart', fn () => 1, fn () => 2);
    }

    private function isNew(): bool
    {
        return Feature::active(self::NEW_CART);
    }
}

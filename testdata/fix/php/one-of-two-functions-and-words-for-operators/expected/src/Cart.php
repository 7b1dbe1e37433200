<?php

namespace Shop;

final class Cart
{
    public function one(): int
    {
        // the new cart is faster
        // at once
        return 1;
    }

    public function two(bool $odd): array
    {
        $label = 'new';
        if ($odd) {
            $this->a();
        } else {
            $this->b();
        }
        foreach ($this->items as $item) {
            $this->step($item);
        }
        if ($odd) $this->d();
        if ($odd) $this->e();
        $names = array_filter($this->names, fn ($name) => $name !== '');
        $others = array_map(function ($name) {
            return $name;
        }, $this->names);
        return ['a' => 1, 'label' => $label, 'names' => $names, 'others' => $others];
    }

    public function three(): int
    {
        return 1;
    }
}

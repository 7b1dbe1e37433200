<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user, array $items, int $limit): array
    {
        if ($user->active) {
            track();
        }
        $shown = array_filter($items, function ($item) {
            return $item->visible;
        });
        $few = array_filter($shown, function ($item) use ($limit) {
            return $item->size < $limit;
        });

        return array_map(fn ($item) => $item->new, $few);
    }
}

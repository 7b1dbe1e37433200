<?php

namespace Shop;

use LaunchDarkly\LDClient;

class Cart
{
    private LDClient $client;

    public function show($user, array $items, int $limit): array
    {
        $enabled = $this->client->variation('beta', $user, false);
        if ($enabled && $user->active) {
            track();
        }
        $shown = array_filter($items, function ($item) use ($enabled) {
            return !$enabled || $item->visible;
        });
        $few = array_filter($shown, function ($item) use ($limit, $enabled) {
            return $enabled && $item->size < $limit;
        });

        return array_map(fn ($item) => $enabled ? $item->new : $item->old, $few);
    }
}

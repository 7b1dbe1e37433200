<?php
function show($user, $other)
{
    isOn("idle"); // ~ idle:discarded
    if (!isOn("denied")) { one(); } else { two(); } // ~ denied:off/on
    if (isOn("and") && $other) { one(); } // ~ and:on:on
    if (isOn("or") || $other) { one(); } // ~ or:?
    foreach ($user->items as $item) {
        if (isOn("loop")) { $item->run(); } // ~ loop:on:loop
    }
    $held = isOn("held"); // ~ held:on/off
    $again = isOn("again"); // ~ again
    $again = $other;
    if ($again) { one(); }
    return $held ? 1 : 2;
}

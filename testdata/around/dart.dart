import 'package:flutter/material.dart';

class Shop {
  int show(User user, bool other) {
    isOn('idle'); // ~ idle:discarded:client
    if (!isOn('denied')) { one(); } else { two(); } // ~ denied:off/on:client
    if (isOn('and') && other) { one(); } // ~ and:on:on:client
    if (isOn('or') || other) { one(); } // ~ or:?:client
    if (isOn('same')) { one(); } else { one(); } // ~ same:on/off=:client
    for (final item in user.items) {
      if (isOn('loop')) { item.run(); } // ~ loop:on:loop:client
    }
    while (other) { isOn('while'); } // ~ while:discarded:loop:client
    do { isOn('do'); } while (other); // ~ do:discarded:loop:client
    user.items.forEach((item) => item.set(isOn('each'))); // ~ each:loop:client
    final held = isOn('held'); // ~ held:on/off:client
    var again = isOn('again'); // ~ again:client
    again = other;
    if (again) { one(); }
    return held ? 1 : 2;
  }
}

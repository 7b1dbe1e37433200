class Shop {
    int show(User user, boolean other) {
        isOn("idle"); // ~ idle:discarded
        if (!isOn("denied")) { one(); } else { two(); } // ~ denied:off/on
        if (isOn("and") && other) { one(); } // ~ and:on:on
        if (isOn("or") || other) { one(); } // ~ or:?
        for (Item item : user.items()) {
            if (isOn("loop")) { item.run(); } // ~ loop:on:loop
        }
        final boolean held = isOn("held"); // ~ held:on/off
        boolean again = isOn("again"); // ~ again
        again = other;
        if (again) { one(); }
        return held ? 1 : 2;
    }
}

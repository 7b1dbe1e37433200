using UnityEngine;

class Shop
{
    int Show(User user, bool other)
    {
        IsOn("idle"); // ~ idle:discarded:client
        if (!IsOn("denied")) { One(); } else { Two(); } // ~ denied:off/on:client
        if (IsOn("and") && other) { One(); } // ~ and:on:on:client
        if (IsOn("or") || other) { One(); } // ~ or:?:client
        if (IsOn("same")) { One(); } else { One(); } // ~ same:on/off=:client
        foreach (var item in user.Items)
        {
            if (IsOn("loop")) { item.Run(); } // ~ loop:on:loop:client
        }
        for (var at = 0; at < 3; at++) { IsOn("idle-for"); } // ~ idle-for:discarded:loop:client
        while (other) { other = IsOn("while"); } // ~ while:loop:client
        do { other = IsOn("do"); } while (other); // ~ do:loop:client
        user.Items.ForEach(item => IsOn("each")); // ~ each:loop:client
        var held = IsOn("held"); // ~ held:on/off:client
        var again = IsOn("again"); // ~ again:client
        again = other;
        if (again) { One(); }
        return held ? 1 : 2;
    }
}

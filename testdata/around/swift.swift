import SwiftUI

final class Shop {
    func show(user: User, other: Bool) -> Int {
        isOn("idle") // ~ idle:discarded:client
        if !isOn("denied") { one() } else { two() } // ~ denied:off/on:client
        if isOn("and") && other { one() } // ~ and:on:on:client
        if isOn("or") || other { one() } // ~ or:?:client
        if isOn("same") { one() } else { one() } // ~ same:on/off=:client
        guard isOn("guard") else { return 0 } // ~ guard:-/off:client
        for item in user.items {
            if isOn("loop") { item.run() } // ~ loop:on:loop:client
        }
        while other { two(isOn("while")) } // ~ while:loop:client
        repeat { two(isOn("repeat")) } while other // ~ repeat:loop:client
        user.items.forEach { item in item.set(isOn("each")) } // ~ each:loop:client
        let held = isOn("held") // ~ held:on/off:client
        var again = isOn("again") // ~ again:client
        again = other
        if again { one() }
        return held ? 1 : 2
    }
}

import UnleashProxyClientSwift

struct Quay {
    private let isNight = UnleashClient.shared.isEnabled(name: "night-ferry")

    func berths() -> Int {
        isNight ? 1 : 2
    }
}

struct Ship {
    var isNight = false

    func lamps() -> Int {
        isNight ? 3 : 4
    }
}

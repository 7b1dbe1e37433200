import UnleashProxyClientSwift

enum Season { case isNight, isDay }

struct Quay {
    let unleash: UnleashClient
    private var isNight: Bool { unleash.isEnabled(name: "night-ferry") }

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

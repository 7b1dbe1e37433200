import UnleashProxyClientSwift

enum Season { case isNight, isDay }

struct Quay {
    let unleash: UnleashClient

    func berths() -> Int {
        1
    }
}

struct Ship {
    var isNight = false

    func lamps() -> Int {
        isNight ? 3 : 4
    }
}

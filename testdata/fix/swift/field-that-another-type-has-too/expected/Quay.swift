import UnleashProxyClientSwift

struct Quay {
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

import UnleashProxyClientSwift

struct QuayScreen {
    let unleash: UnleashClient

    func items() -> [Item] {
        return [Item(wide: true, columns: 3), Item(wide: false, columns: 1)]
    }
}

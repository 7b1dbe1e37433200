import UnleashProxyClientSwift

struct QuayScreen {
    let unleash: UnleashClient

    func items() -> [Item] {
        let wide = unleash.isEnabled(name: "quay-map")
        return [Item(wide: wide, columns: wide ? 3 : 1), Item(wide: false, columns: 1)]
    }
}

import UnleashProxyClientSwift

func berths(unleash: UnleashClient) -> Int {
    let free = unleash.isEnabled(name: "night-ferry") ? [] : [1]
    let style = unleash.isEnabled(name: "night-ferry") ? .dark : Style.light
    return free.count + style.width
}

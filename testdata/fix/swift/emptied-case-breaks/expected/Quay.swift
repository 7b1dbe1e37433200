import UnleashProxyClientSwift

func moor(berth: Int, unleash: UnleashClient) {
    switch berth {
    case 2:
        break
    case 3:
        tie(berth)
    default:
        break
    }
}

import OpenFeature

struct Ferry {
    let client = OpenFeatureAPI.shared.getClient()

    func fare() -> Int {
        switch client.getStringValue(key: "night-ferry", defaultValue: "early") {
        case "early": return 1
        case "late": fallthrough
        default: return 3
        }
    }
}

import OpenFeature

struct Ferry {
    let client = OpenFeatureAPI.shared.getClient()

    func board() {
        switch client.getStringValue(key: "night-ferry", defaultValue: "early") {
        case "late":
            light()
            fallthrough
        default:
            sail()
        }
    }
}

import OpenFeature

struct Ferry {
    let client = OpenFeatureAPI.shared.getClient()

    func fare() -> Int {
        return 3
    }
}

struct Fares {
    let flags: FeatureFlagProviding

    func fare() -> Int {
        return 1
    }
}

struct Fares {
    let flags: FeatureFlagProviding

    func fare() -> Int {
        if flags.isEnabled(.nightFerry) {
            return 1
        }
        return 2
    }
}

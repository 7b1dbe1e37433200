import LaunchDarkly

struct Page {
    let client: LDClient

    /// Whether the page is new.
    private var isFresh: Bool { client.boolVariation(forKey: "beta", defaultValue: false) }

    func a() -> String? {
        guard isFresh else { return nil }
        return self.isFresh ? "new" : "old"
    }
}

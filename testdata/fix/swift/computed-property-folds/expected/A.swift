import LaunchDarkly

struct Page {
    let client: LDClient

    func a() -> String? {
        return "new"
    }
}

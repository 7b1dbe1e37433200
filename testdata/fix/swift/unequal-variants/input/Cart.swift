import LaunchDarkly

final class Cart {
    private let client = LDClient.get()!

    func one() -> Int {
        switch client.stringVariation(forKey: "plan", defaultValue: "a") {
        case "a":
            return 1
        case "b", "c":
            return 2
        default:
            return 3
        }
    }

    func two() {
        let plan = client.stringVariation(forKey: "plan", defaultValue: "a")
        switch plan {
        case "a": a()
        case "b":
            b()
            c()
        default: break
        }
        if plan == "b" || plan == "c" { d() }
        if plan != "b" { e() }
    }
}

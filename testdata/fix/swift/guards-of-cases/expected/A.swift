import LaunchDarkly

final class Cart {
    func kind(client: LDClient, kind: Int) -> Int {
        switch kind {
        case 3:
            return 3
        default:
            return 5
        }
    }
}

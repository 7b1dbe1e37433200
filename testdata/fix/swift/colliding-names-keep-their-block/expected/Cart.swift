import LaunchDarkly

final class Cart {
    func show(client: LDClient) {
        do {
            let text = "new"
            print(text)
        }
        let text = "all"
        print(text)
    }
}

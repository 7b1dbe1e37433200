import LaunchDarkly

struct Panel {
    let client: LDClient

    var body: some View {
        VStack {
            Text("a")
                .padding()
                .shown(client.boolVariation(forKey: "beta", defaultValue: false))

            Text("b").shown(isWide)

            Text("c").logged(client.boolVariation(forKey: "beta", defaultValue: false))
        }
    }
}

import LaunchDarkly

struct Panel {
    let client: LDClient

    var body: some View {
        VStack {
            Text("a")
                .padding()

            Text("b").shown(isWide)

            Text("c").logged(true)
        }
    }
}

import LaunchDarkly

final class Panel {
    private let title: String
    private let wide: Bool

    init(title: String, wide: Bool = LDClient.get()!.boolVariation(forKey: "beta", defaultValue: false)) {
        self.title = title
        self.wide = wide
    }

    var width: Int { wide ? 10 : 5 }
}

func make() -> Panel {
    Panel(title: "a")
}

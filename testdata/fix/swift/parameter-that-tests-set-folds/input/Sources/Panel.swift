import LaunchDarkly

final class Panel {
    private let title: String
    private let wide: Bool
    private let close: () -> Void

    init(title: String,
         wide: Bool = LDClient.get()!.boolVariation(forKey: "beta", defaultValue: false),
         close: @escaping () -> Void) {
        self.title = title
        self.wide = wide
        self.close = close
    }

    var width: Int { wide ? 10 : 5 }
}

func make() -> Panel {
    Panel(title: "a", close: {})
}

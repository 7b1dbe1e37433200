import LaunchDarkly

final class Panel {
    private let title: String
    private let close: () -> Void

    init(title: String,
         close: @escaping () -> Void) {
        self.title = title
        self.close = close
    }

    var width: Int { 10 }
}

func make() -> Panel {
    Panel(title: "a", close: {})
}

import LaunchDarkly

final class Panel {
    private let title: String

    init(title: String) {
        self.title = title
    }

    var width: Int { 10 }
}

func make() -> Panel {
    Panel(title: "a")
}

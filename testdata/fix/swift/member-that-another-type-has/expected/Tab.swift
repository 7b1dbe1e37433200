enum Tab {
    case home
    case newCart

    var title: String {
        switch self {
        case .home:
            return "Home"
        case .newCart:
            return "Cart"
        }
    }
}

let first = Tab.newCart

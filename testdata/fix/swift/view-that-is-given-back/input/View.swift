extension View {
    /// Shows the view, or nothing.
    func shown(_ condition: Bool) -> Self? {
        guard condition else {
            return nil
        }
        return self
    }

    func logged(_ condition: Bool) -> Self {
        if condition {
            print("shown")
        }
        return self
    }
}

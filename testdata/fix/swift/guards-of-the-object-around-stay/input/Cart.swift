import LaunchDarkly

final class Cart {
    private var rows: [Int] = []

    func show(client: LDClient) {
        guard client.boolVariation(forKey: "beta", defaultValue: false) else {
            load { [weak self] rows in
                guard let self, let first = rows.first else { return }
                self.rows = [first]
            }
            return
        }
        load { [weak self] rows in
            guard let self else { return }
            self.rows = rows
        }
        load { rows in
            guard let first = rows.first else { return }
            print("rows")
        }
    }
}

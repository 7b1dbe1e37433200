import UnleashProxyClientSwift

protocol FeatureFlagProviding {
    func isEnabled(_ feature: Feature) -> Bool
}

enum Feature: String {
    case nightFerry = "night-ferry"
    case berths
}

final class FeatureFlags: FeatureFlagProviding {
    private let unleash: UnleashClient

    init(unleash: UnleashClient) {
        self.unleash = unleash
    }

    func isEnabled(_ feature: Feature) -> Bool {
        unleash.isEnabled(name: feature.rawValue)
    }
}

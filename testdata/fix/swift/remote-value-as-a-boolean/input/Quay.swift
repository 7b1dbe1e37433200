import FirebaseRemoteConfig

class Quay {
    private let config = RemoteConfig.remoteConfig()

    func berths() -> Int {
        config.configValue(forKey: "night_ferry").boolValue ? 1 : 2
    }

    func isClosed() -> Bool {
        if !config.configValue(forKey: "night_ferry").boolValue {
            return true
        }
        return berths() == 0
    }
}

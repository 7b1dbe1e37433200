import FirebaseRemoteConfig

class Quay {
    private let config = RemoteConfig.remoteConfig()

    func berths() -> Int {
        1
    }

    func isClosed() -> Bool {
        return berths() == 0
    }
}

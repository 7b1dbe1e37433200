import FirebaseRemoteConfig
import SwiftUI

struct QuayView: View {
    @RemoteConfigProperty(key: "night_ferry", fallback: false) var isNight: Bool

    var body: some View {
        if isNight {
            Text("night")
        } else {
            Text("day")
        }
    }
}

import PostHog
import SwiftUI

struct QuayView: View {
    private let isNight = PostHogSDK.shared.isFeatureEnabled("night-ferry")
    @State private var open = false

    var body: some View {
        VStack {
            Text("quay")
            if isNight && open {
                Text("night")
            }
        }
        .sheet(isPresented: $open) {
            Timetable()
        }
    }
}

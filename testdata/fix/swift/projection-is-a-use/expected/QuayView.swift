import PostHog
import SwiftUI

struct QuayView: View {
    @State private var open = false

    var body: some View {
        VStack {
            Text("quay")
        }
        .sheet(isPresented: $open) {
            Timetable()
        }
    }
}

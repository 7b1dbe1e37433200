package shop

import com.launchdarkly.sdk.server.LDClient
import shop.Stats.hydrate

class Handler(private val client: LDClient, private val store: Store) {
    fun list(user: LDContext, jobs: List<Job>) {
        hydrate(jobs, store, 1)
    }
}

package shop

import com.launchdarkly.sdk.server.LDClient

object Stats {
    @JvmStatic
    fun hydrate(jobs: List<Job>, all: Boolean, store: Store, page: Int) {
        for (job in jobs) {
            hydrate(job, store)
            if (all) {
                store.streams(job)
            }
        }
    }

    @JvmStatic
    fun hydrate(job: Job, store: Store) {
        store.add(job)
    }
}

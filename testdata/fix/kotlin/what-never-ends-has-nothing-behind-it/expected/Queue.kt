package shop

import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Queue(private val client: LDClient, private val waiting: MutableList<String>) {
    fun release(user: LDContext): Int {
        try {
            return 1
        } finally {
            waiting.add("end")
        }
    }

    fun size(user: LDContext, kind: String): Int {
        when (kind) {
            "a" -> {
                return 1
            }
            else -> return 3
        }
    }
}

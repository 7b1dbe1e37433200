package shop

import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Queue(private val client: LDClient, private val waiting: MutableList<String>) {
    fun release(user: LDContext): Int {
        try {
            if (client.boolVariation("beta", user, false)) {
                return 1
            }
            waiting.clear()
        } finally {
            waiting.add("end")
        }
        return 2
    }

    fun size(user: LDContext, kind: String): Int {
        when (kind) {
            "a" -> {
                if (client.boolVariation("beta", user, false)) {
                    return 1
                }
                waiting.clear()
            }
            else -> return 3
        }
        return waiting.size
    }
}

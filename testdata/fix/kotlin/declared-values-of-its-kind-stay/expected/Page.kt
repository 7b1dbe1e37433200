import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Page(private val client: LDClient) {
    val on: Boolean = true

    val maybe: Boolean? = true

    fun any(user: LDContext): Any {
        return true
    }
}

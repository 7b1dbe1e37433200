import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Page(private val client: LDClient) {
    val on: Boolean = client.boolVariation("beta", user, false)

    val maybe: Boolean? = client.boolVariation("beta", user, false)

    fun any(user: LDContext): Any {
        return client.boolVariation("beta", user, false)
    }
}

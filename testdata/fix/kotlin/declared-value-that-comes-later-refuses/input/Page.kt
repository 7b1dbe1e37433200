import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Page(private val client: LDClient) {
    val on: Flow<Boolean> = client.boolVariation("beta", user, false)

    fun later(user: LDContext): Flow<Boolean> = client.boolVariation("beta", user, false)

    fun shown(users: Flow<LDContext>) = users.flatMapLatest { user -> client.boolVariation("beta", user, false) }
}

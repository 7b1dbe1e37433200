package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext): String {
        val beta = client.boolVariation("beta", user, false)
        return render(user, beta, "cart")
    }

    fun print(user: LDContext): String = render(user, wide = true, name = "print")

    /**
     * Renders it.
     *
     * @param user who looks at it
     * @param wide whether the new layout is used
     * @param name what it is called
     */
    private fun render(
        user: LDContext,
        wide: Boolean,
        name: String,
    ): String {
        if (wide) {
            return "wide $name"
        }
        return "narrow $name for ${user.key}"
    }
}

package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(private val client: LDClient) {
    fun show(user: LDContext): String {
        return render(user, "cart")
    }

    fun print(user: LDContext): String = render(user, name = "print")

    /**
     * Renders it.
     *
     * @param user who looks at it
     * @param name what it is called
     */
    private fun render(
        user: LDContext,
        name: String,
    ): String {
        return "wide $name"
    }
}

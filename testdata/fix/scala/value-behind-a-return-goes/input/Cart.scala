package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def limit(user: LDContext, lines: Int): Int = {
    if (client.boolVariation("beta", user, false) || lines > 9) {
      return lines
    }
    val half = lines / 2
    warn(half)
    half + 1
  }
}

package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def limit(user: LDContext, lines: Int): Int = {
    return lines
  }
}

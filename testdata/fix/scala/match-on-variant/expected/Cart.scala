package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def limit(user: LDContext): Int = 2

  def show(user: LDContext): Unit = {
    menu()
    badge()
    done()
  }
}

package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def limit(user: LDContext): Int = client.stringVariation("plan", user, "free") match {
    case "free" | "basic" => 1
    case "pro" => 2
    case _ => 3
  }

  def show(user: LDContext): Unit = {
    client.stringVariation("plan", user, "free") match {
      case "free" => upsell()
      case "pro" =>
        menu()
        badge()
      case _ => warn()
    }
    done()
  }
}

package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def limit(user: LDContext, admin: Boolean): Int = client.stringVariation("plan", user, "free") match {
    case "pro" if admin => 9
    case "pro" => 2
    case _ => 3
  }
}

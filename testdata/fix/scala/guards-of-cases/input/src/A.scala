package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def kind(user: LDContext, kind: Int): String = kind match {
    case 1 if client.boolVariation("beta", user, false) => "one"
    case 2 if !client.boolVariation("beta", user, false) => "two"
    case _ => "many"
  }
}

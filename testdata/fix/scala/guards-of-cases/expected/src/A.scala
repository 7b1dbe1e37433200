package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def kind(user: LDContext, kind: Int): String = kind match {
    case 1 => "one"
    case _ => "many"
  }
}

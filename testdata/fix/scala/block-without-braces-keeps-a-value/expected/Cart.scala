package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient):
  def show(user: LDContext, x: Int): Unit =
    if x > 1 then
      ()
    else
      println(2)

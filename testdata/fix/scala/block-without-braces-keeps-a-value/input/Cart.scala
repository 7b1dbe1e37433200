package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient):
  def show(user: LDContext, x: Int): Unit =
    if x > 1 then
      if client.boolVariation("beta", user, false) then println(x)
    else
      println(2)

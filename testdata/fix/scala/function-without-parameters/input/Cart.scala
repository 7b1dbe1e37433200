package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  private def isBeta: Boolean = client.boolVariation("beta", user, false)

  def show(xs: List[Int]): List[Int] =
    if (isBeta) xs.filter(x => isBeta && x > 1) else xs
}

package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def show(xs: List[Int]): List[Int] =
    xs.filter(x => x > 1)
}

package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def show(user: LDContext): String = {
    if (client.boolVariation("beta", user, false)) {
      track()
      "new"
    } else {
      "old"
    }
  }

  def label(user: LDContext): String = if (client.boolVariation("beta", user, false)) "New" else "Old"

  def pick(user: LDContext, kind: Int): Unit = {
    if (kind == 1) {
      first()
    } else if (client.boolVariation("beta", user, false)) {
      second()
    } else {
      third()
    }
    val visible = items.filter(item => item.visible && client.boolVariation("beta", user, false))
    print(visible)
  }

  def guarded(user: LDContext): Int = {
    if (!isBeta(user)) {
      return 0
    }
    items.size
  }

  private def isBeta(user: LDContext): Boolean = client.boolVariation("beta", user, false)
}

package shop

import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def show(user: LDContext): String = {
    track()
    "new"
  }

  def label(user: LDContext): String = "New"

  def pick(user: LDContext, kind: Int): Unit = {
    if (kind == 1) {
      first()
    } else {
      second()
    }
    val visible = items.filter(item => item.visible)
    print(visible)
  }

  def guarded(user: LDContext): Int = {
    items.size
  }
}

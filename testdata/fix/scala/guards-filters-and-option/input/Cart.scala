package shop

import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient
import shop.legacy.Old

class Cart(client: LDClient) {
  private val flag = "new-cart"

  def one(user: LDContext): Int = {
    // the new cart is faster
    if (client.boolVariation(flag, user, false)) {
      // at once
      1
    } else {
      Old.total
    }
  }

  private def isNew(user: LDContext): Boolean = client.boolVariation(flag, user, false)

  def two(user: LDContext, odd: Boolean): String = {
    val label = if (isNew(user)) "new" else "old"
    if (odd) a()
    else if (isNew(user)) b()
    else c()
    val total = isNew(user) match {
      case true => 1
      case false => 2
    }
    if (!isNew(user)) throw new IllegalStateException("old")
    val both = odd && isNew(user)
    while (!isNew(user)) {
      step()
    }
    s"$label $total $both"
  }

  def three(user: LDContext, names: List[String]): List[String] =
    names.filter(name => isNew(user) && name.nonEmpty).map { name =>
      if (isNew(user)) name else "x"
    }

  def four(user: LDContext, names: List[String]) =
    for (name <- names if isNew(user)) yield name

  def five(user: LDContext): Option[Int] =
    Option.when(isNew(user))(5)

  def six(user: LDContext, x: Option[Int]): Int = x match {
    case Some(y) if isNew(user) => y
    case _ => 0
  }

  def seven(user: LDContext): Unit =
    if isNew(user) then
      a()
    else
      b()
}

package shop

import com.launchdarkly.sdk.LDContext
import com.launchdarkly.sdk.server.LDClient

class Cart(client: LDClient) {
  def one(user: LDContext): Int = {
    // the new cart is faster
    // at once
    1
  }

  def two(user: LDContext, odd: Boolean): String = {
    val label = "new"
    if (odd) a()
    else b()
    val total = 1
    val both = odd
    s"$label $total $both"
  }

  def three(user: LDContext, names: List[String]): List[String] =
    names.filter(name => name.nonEmpty).map { name =>
      name
    }

  def four(user: LDContext, names: List[String]) =
    for (name <- names) yield name

  def five(user: LDContext): Option[Int] =
    Option.when(true)(5)

  def six(user: LDContext, x: Option[Int]): Int = x match {
    case Some(y) => y
    case _ => 0
  }

  def seven(user: LDContext): Unit =
    a()
}

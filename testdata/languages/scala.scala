package app.http

import acme.flags.{Client, Gate}
import acme.flags.{Client => Flags}

object Keys {
  val Export = "export-csv" // ~ declares export-csv
  val Unread = "never-read"
}

class Toggle(val key: String, val default: Boolean)

object Portal extends Toggle("portal", false) // ~ declares portal

class Orders(client: Client, door: Door, val maybe: Option[Flags]) extends Base with Pages {
  private val own: Client = client

  private def on(name: String): Boolean = client.isOn(name)

  private def off(name: String) = !client.isOn(name)

  @Gate("beta") // ~ beta
  def show(user: User): Seq[Int] = {
    if (!client.isOn("checkout", default = false)) { // ~ !checkout
      old()
    } else fresh()
    val infix = client isOn "infix" // ~ infix
    own.isOn(Keys.Export) && client.isOn("second") // ~ export-csv second
    on("wrapped") // ~ wrapped
    off("denied") // ~ !denied
    client.isOn(Portal.key) // ~ portal
    client.isOn("a-" + "b") // ~ a-b
    client.isOn(s"tax-${user.country}-x") // ~ tax-*-x
    client.isOn("""raw""") // ~ raw
    client.isOff("full") // ~ !full
    client.anyOn(Seq("one", "two")) // ~ one two
    items.filter(item => client.isOn("in-lambda")) // ~ in-lambda
    client.value[Int]("page") // ~ page
    door.isOn("checkout")
    // client.isOn("comment")
    val label = "client.isOn(\"text\")"
    client.value("arms") match { // ~ arms
      case "long" => Seq(1)
      case _ => Nil
    }
  }
}

class OrdersSpec extends AnyFunSuite {
  val client: Client = mock[Client]

  test("all on") {
    client.force(Map("checkout" -> true, Keys.Export -> false)) // ~ override:checkout override:export-csv
    when(client.isOn("stubbed")).thenReturn(true) // ~ override:stubbed
    verify(client).isOn("checked") // ~ override:checked
    assert(client.isOn("asserted")) // ~ asserted
  }
}

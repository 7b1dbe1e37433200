//! Kotlin: keys in objects and enums, wrappers, mocks; what looks alike stays silent.

use crate::found::{found, rows};

const FLAGS: (&str, &str) = (
    "flags/src/main/kotlin/Flags.kt",
    r#"package com.shop.flags

sealed class Flag<T>(val key: String, val default: T)

open class Temporary<T>(key: String, default: T) : Flag<T>(key, default)

object NewCheckout : Temporary<Boolean>(key = "checkout.new", default = false)

object PageSize :
    Temporary<Int>(
        key = "page.size",
        default = 20,
    )
"#,
);
const CLIENT: (&str, &str) = (
    "flags/src/main/kotlin/Client.kt",
    r#"package com.shop.flags

import com.launchdarkly.sdk.server.LDClient

interface Flags {
  fun bool(flag: Flag<Boolean>, user: String): Boolean
}

class LaunchDarklyFlags(private val client: LDClient) : Flags {
  override fun bool(flag: Flag<Boolean>, user: String): Boolean =
    when (user) {
      "" -> flag.default
      else -> client.boolVariation(flag.key, context(user), flag.default)
    }
}
"#,
);

#[test]
fn an_object_with_its_key_goes_through_an_interface_to_the_sdk() {
    let service = (
        "shop/src/main/kotlin/com/shop/CheckoutService.kt",
        r#"package com.shop

import com.shop.flags.Flags
import com.shop.flags.NewCheckout

class CheckoutService(
  private val flags: Flags,
) {
  fun start(user: String) {
    if (!flags.bool(NewCheckout, user)) {
      old()
    } else {
      new()
    }
  }
}
"#,
    );
    let uses = found(&[FLAGS, CLIENT, service]);
    assert_eq!(
        rows(&uses),
        [
            "flags/src/main/kotlin/Flags.kt:7 declaration checkout.new",
            "flags/src/main/kotlin/Flags.kt:11 declaration page.size",
            "shop/src/main/kotlin/com/shop/CheckoutService.kt:10 evaluation checkout.new",
        ]
    );
    let asked = uses.last().expect("the evaluation");
    assert!(asked.negated);
    assert_eq!(asked.branches.len(), 1, "{:#?}", asked.branches);
    assert!(asked.branches[0].alternative.is_some());
}

#[test]
fn mock_set_ups_are_overrides() {
    let test = (
        "shop/src/test/kotlin/com/shop/CheckoutServiceTest.kt",
        r#"package com.shop

import com.shop.flags.*
import io.mockk.every

class CheckoutServiceTest {
  private val flags: Flags = mockk()

  @Test
  fun `new checkout`() {
    every { flags.bool(NewCheckout, any()) } returns true
    every { flags.bool(eq(NewCheckout), any()) } returns false
    whenever(flags.bool(NewCheckout, "a")).thenReturn(true)
    verify(exactly = 1) { flags.bool(NewCheckout, any()) }
    verify(flags, never()).bool(NewCheckout, "b")
    assertTrue(flags.bool(NewCheckout, "c"))
  }
}
"#,
    );
    let uses = found(&[FLAGS, CLIENT, test]);
    let path = test.0;
    let wanted = [
        "test-override",
        "test-override",
        "test-override",
        "test-override",
        "test-override",
        "evaluation",
    ];
    let wanted: Vec<_> = wanted
        .iter()
        .zip(11..)
        .map(|(role, line)| format!("{path}:{line} {role} checkout.new"))
        .collect();
    assert_eq!(rows(&uses)[2..], wanted);
}

#[test]
fn enums_companions_templates_and_named_arguments() {
    let code = r#"package com.shop

import com.launchdarkly.sdk.server.LDClient

enum class Feature(val key: String) { LYRICS("player.lyrics"), TIMER("player.timer") }

class Player(private val ld: LDClient, private val other: Cache) {
  private fun isOn(feature: Feature, default: Boolean = false) = ld.boolVariation(feature.key, user, default)

  fun play(track: String) {
    if (isOn(default = true, feature = Feature.LYRICS)) lyrics()
    val quality = ld.stringVariation(QUALITY, user, "high")
    val side = ld.boolVariation("player-${track.lowercase()}", user, false)
    val rest = ld?.boolVariation("player.rest", user, false) ?: false
    items.map { ld.boolVariation(
      "player.map",
      user,
      false,
    ) }
    other.boolVariation("no.flag", user, false)
    // ld.boolVariation("comment", user, false)
    print("ld.boolVariation(\"text\", user, false)")
  }

  companion object {
    private const val QUALITY = "player.quality"
  }
}
"#;
    let uses = found(&[("Player.kt", code)]);
    let rows: Vec<_> = rows(&uses)
        .into_iter()
        .filter(|row| row.contains("evaluation"))
        .collect();
    assert_eq!(
        rows,
        [
            "Player.kt:11 evaluation player.lyrics",
            "Player.kt:12 evaluation player.quality",
            "Player.kt:13 evaluation player-*",
            "Player.kt:14 evaluation player.rest",
            "Player.kt:15 evaluation player.map",
        ]
    );
}

package harbour

import io.getunleash.Unleash
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.mockk.every
import io.mockk.mockk

class FaresTest : FunSpec({
    val unleash = mockk<Unleash>()

    test("night fare") {
        every { unleash.isEnabled("night-ferry") } returns true
        Fares(unleash).fare() shouldBe 1
    }

    context("night ferry disabled") {
        beforeEach { every { unleash.isEnabled("night-ferry") } returns false }
        test("day fare") { Fares(unleash).fare() shouldBe 2 }
    }
})

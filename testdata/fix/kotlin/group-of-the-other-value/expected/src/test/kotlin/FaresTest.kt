package harbour

import io.getunleash.Unleash
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.mockk.mockk

class FaresTest : FunSpec({
    val unleash = mockk<Unleash>()

    test("night fare") {
        Fares(unleash).fare() shouldBe 1
    }
})

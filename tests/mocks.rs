//! Set-ups and checks of mocks have the shape of an evaluation and are overrides, in every language that has such tools.

use crate::found::{found, rows};
use flagdebt::usage::{Certainty, Role};

/// Keys of overrides and of evaluations.
fn keys(path: &str, code: &str) -> (Vec<String>, Vec<String>) {
    let uses = found(&[(path, code)]);
    let sure = || uses.iter().filter(|found| found.certainty > Certainty::Unresolved);
    let of = |role: Role| {
        sure()
            .filter(|found| found.role == role)
            .filter_map(|found| found.key.clone())
            .collect::<Vec<_>>()
    };
    (of(Role::TestOverride), of(Role::Evaluation))
}

/// `o…` are the keys of overrides, `e…` those of evaluations.
fn check(path: &str, code: &str, overrides: &[&str]) {
    let (set, asked) = keys(path, code);
    assert_eq!(set, overrides, "{path}: {:#?}", rows(&found(&[(path, code)])));
    assert_eq!(asked, ["asked"], "{path}: {:#?}", rows(&found(&[(path, code)])));
}

#[test]
fn mockito_in_java_and_scala() {
    check(
        "src/test/java/CartTest.java",
        "import com.launchdarkly.sdk.server.LDClient;\nclass CartTest {\n  @Mock private LDClient client;\n  void test() {\n\
         when(client.boolVariation(\"a\", any(), anyBoolean())).thenReturn(true);\n\
         verify(client, times(2)).boolVariation(\"b\", user, false);\n\
         doReturn(true).when(client).boolVariation(\"c\", user, false);\n\
         given(client.boolVariation(eq(\"d\"), any(), eq(false))).willReturn(true);\n\
         assertTrue(client.boolVariation(\"asked\", user, false));\n  }\n}\n",
        &["a", "b", "c", "d"],
    );
    check(
        "src/test/scala/CartTest.scala",
        "import com.launchdarkly.sdk.server.LDClient\nclass CartTest(client: LDClient) {\n\
         when(client.boolVariation(\"a\", user, false)).thenReturn(true)\n\
         verify(client).boolVariation(\"b\", user, false)\n\
         val on = client.boolVariation(\"asked\", user, false)\n}\n",
        &["a", "b"],
    );
}

#[test]
fn mockk_and_mockito_in_kotlin() {
    check(
        "src/test/kotlin/CartTest.kt",
        "import com.launchdarkly.sdk.server.LDClient\nclass CartTest(private val client: LDClient) {\n  fun test() {\n\
         every { client.boolVariation(\"a\", any(), any()) } returns true\n\
         coEvery { client.boolVariation(\"b\", any(), any()) } returns true\n\
         verify(exactly = 1) { client.boolVariation(\"c\", any(), any()) }\n\
         whenever(client.boolVariation(\"d\", user, false)).thenReturn(true)\n\
         assertTrue(client.boolVariation(\"asked\", user, false))\n  }\n}\n",
        &["a", "b", "c", "d"],
    );
}

#[test]
fn nsubstitute_and_moq_in_csharp() {
    check(
        "test/Shop.Tests/CartTests.cs",
        "using Unleash;\nclass CartTests {\n  private readonly IUnleash client;\n  private readonly Mock<IUnleash> mock;\n  void Test() {\n\
         client.IsEnabled(\"a\").Returns(true);\n\
         client.Received(1).IsEnabled(\"b\");\n\
         client.DidNotReceive().IsEnabled(\"c\");\n\
         mock.Setup(m => m.IsEnabled(\"d\")).Returns(true);\n\
         mock.Verify(m => m.IsEnabled(\"e\"), Times.Once());\n\
         A.CallTo(() => client.IsEnabled(\"f\")).Returns(true);\n\
         Assert.True(client.IsEnabled(\"asked\"));\n  }\n}\n",
        &["a", "b", "c", "d", "e", "f"],
    );
}

#[test]
fn rspec_and_mocha_in_ruby() {
    check(
        "spec/cart_spec.rb",
        "describe Cart do\n  before do\n\
         allow(Flipper).to receive(:enabled?).with(:a, user).and_return(true)\n\
         expect(Flipper).to receive(:enabled?).with(:b).and_return(false)\n\
         Flipper.stubs(:enabled?).with(:c).returns(true)\n  end\n\
         it { Flipper.enabled?(:asked) }\nend\n",
        &["a", "b", "c"],
    );
}

#[test]
fn jest_sinon_and_others_in_javascript() {
    check(
        "src/cart.test.ts",
        "import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n\
         td.when(client.variation('a', user, false)).thenReturn(true);\n\
         client.variation('b', user, false).returns(true);\n\
         client.variation('c', user, false).mockReturnValue(true);\n\
         verify(client.variation('d', user, false)).once();\n\
         const on = client.variation('asked', user, false);\n",
        &["a", "b", "c", "d"],
    );
}

#[test]
fn mocks_in_other_languages() {
    check(
        "shop/cart_test.go",
        "package shop\nimport ld \"github.com/launchdarkly/go-server-sdk/v7\"\nfunc TestCart(t *testing.T, client *ld.LDClient) {\n\
         client.EXPECT().BoolVariation(\"a\", gomock.Any(), false).Return(true, nil)\n\
         client.BoolVariation(\"asked\", user, false)\n}\n",
        &["a"],
    );
    check(
        "tests/CartTest.php",
        "<?php\nuse LaunchDarkly\\LDClient;\nclass CartTest {\n  function test(LDClient $client) {\n\
         $client->variation('a', $user, false)->willReturn(true);\n\
         $client->variation('b', $user, false)->shouldBeCalled();\n\
         $this->assertTrue($client->variation('asked', $user, false));\n  }\n}\n",
        &["a", "b"],
    );
    check(
        "tests/test_cart.py",
        "import ldclient\nfrom mockito import when, verify\nclient = ldclient.get()\n\
         when(client).variation('a', user, False).thenReturn(True)\n\
         verify(client).variation('b', user, False)\n\
         assert client.variation('asked', user, False)\n",
        &["a", "b"],
    );
    check(
        "test/cart_test.dart",
        "import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';\n\
         void main(LDClient client) {\n\
         when(client.boolVariation('a', false)).thenReturn(true);\n\
         when(() => client.boolVariation('b', false)).thenReturn(true);\n\
         verify(client.boolVariation('c', false)).called(1);\n\
         expect(client.boolVariation('asked', false), isTrue);\n}\n",
        &["a", "b", "c"],
    );
    check(
        "ShopTests/CartTests.swift",
        "import LaunchDarkly\nclass CartTests: XCTestCase {\n  let client: LDClient\n  func testCart() {\n\
         when(client.boolVariation(forKey: \"a\", defaultValue: false)).thenReturn(true)\n\
         verify(client).boolVariation(forKey: \"b\", defaultValue: false)\n\
         given(client.boolVariation(forKey: \"c\", defaultValue: false)).willReturn(true)\n\
         XCTAssertTrue(client.boolVariation(forKey: \"asked\", defaultValue: false))\n  }\n}\n",
        &["a", "b", "c"],
    );
    check(
        "ShopTests/CartTests.m",
        "#import <LaunchDarkly/LaunchDarkly.h>\n@implementation CartTests\n- (void)testCart {\n  LDClient *client = [LDClient get];\n\
         OCMStub([client boolVariationForKey:@\"a\" defaultValue:NO]).andReturn(YES);\n\
         BOOL on = [client boolVariationForKey:@\"asked\" defaultValue:NO];\n}\n@end\n",
        &["a"],
    );
}

#[test]
fn mocks_that_name_the_method() {
    check(
        "src/cart.test.ts",
        "import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n\
         sinon.stub(client, 'variation').withArgs('a', user, false).returns(true);\n\
         when(client.variation).calledWith('b', user, false).mockReturnValue(true);\n\
         expect(client.variation).toHaveBeenCalledWith('c', user, false);\n\
         expect(client.variation).not.toHaveBeenCalledWith('d', user, false);\n\
         expect(button.variation).toHaveBeenCalledWith('e');\n\
         jest.spyOn(console, 'log').withArgs('f');\n\
         const on = client.variation('asked', user, false);\n",
        &["a", "b", "c", "d"],
    );
    check(
        "tests/test_cart.py",
        "import ldclient\nclient = ldclient.get()\n\
         client.variation.assert_called_once_with('a', user, False)\nbutton.press.assert_called_with('b')\n\
         assert client.variation('asked', user, False)\n",
        &["a"],
    );
    check(
        "shop/cart_test.go",
        "package shop\nimport ld \"github.com/launchdarkly/go-server-sdk/v7\"\nfunc TestCart(t *testing.T, client *ld.LDClient) {\n\
         client.On(\"BoolVariation\", \"a\", mock.Anything, false).Return(true, nil)\n\
         button.On(\"Press\", \"b\")\n\
         client.BoolVariation(\"asked\", user, false)\n}\n",
        &["a"],
    );
    check(
        "tests/CartTest.php",
        "<?php\nuse LaunchDarkly\\LDClient;\nclass CartTest {\n  function test(LDClient $client) {\n\
         $client->method('variation')->with('a', $user, false)->willReturn(true);\n\
         $client->expects($this->once())->method('variation')->with('b', $user, false);\n\
         $client->shouldReceive('variation')->with('c', $user, false)->andReturn(true);\n\
         $button->shouldReceive('press')->with('d');\n\
         $this->assertTrue($client->variation('asked', $user, false));\n  }\n}\n",
        &["a", "b", "c"],
    );
}

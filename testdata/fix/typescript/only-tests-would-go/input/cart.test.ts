import { TestData } from "@launchdarkly/node-server-sdk/integrations";
import { cart } from "./cart";

const td = new TestData();

beforeEach(() => {
  td.update(td.flag("new-cart").booleanFlag().variationForAll(true));
});

test("shows the new cart", () => {
  expect(cart()).toBe("new");
});

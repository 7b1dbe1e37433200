import { cart } from "./cart";

test("shows the new cart", () => {
  expect(cart()).toBe("new");
});

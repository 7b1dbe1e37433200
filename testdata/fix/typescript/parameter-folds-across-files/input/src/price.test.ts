import { price } from "./price";

it("rounds", () => {
  const sum = price([], true);
  expect(sum).toBe(0);
});

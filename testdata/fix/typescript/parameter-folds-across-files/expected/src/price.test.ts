import { price } from "./price";

it("rounds", () => {
  const sum = price([]);
  expect(sum).toBe(0);
});

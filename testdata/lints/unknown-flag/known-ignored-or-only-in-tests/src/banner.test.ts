import { initialize } from "unleash-client";

test("an unknown flag is off", () => {
  const unleash = initialize({ url: "http://localhost", appName: "test" });
  expect(unleash.isEnabled("no-such-flag")).toBe(false);
});

import { init } from "@launchdarkly/node-server-sdk";

test("shows", () => {
  expect(show(user)).toBe("new");
});

import { init } from "@launchdarkly/node-server-sdk";
import { TestData } from "@launchdarkly/node-server-sdk/integrations";

const td = new TestData();

test("shows", () => {
  expect(show(user)).toBe("new");
});

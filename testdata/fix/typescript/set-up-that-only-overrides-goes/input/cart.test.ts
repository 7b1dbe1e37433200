import { init } from "@launchdarkly/node-server-sdk";
import { TestData } from "@launchdarkly/node-server-sdk/integrations";

const td = new TestData();

beforeEach(() => {
  td.update(td.flag("beta").booleanFlag().variationForAll(true));
});

test("shows", () => {
  expect(show(user)).toBe("new");
});

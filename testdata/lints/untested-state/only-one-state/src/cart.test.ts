import { mockFlags } from "jest-launchdarkly-mock";

test("express", () => {
  mockFlags({ "payment-express": true });
});

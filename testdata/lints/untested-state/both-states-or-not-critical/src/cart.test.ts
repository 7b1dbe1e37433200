import { mockFlags } from "jest-launchdarkly-mock";

test.each([true, false])("express", (state) => {
  mockFlags({ "payment-express": state });
});

import { TestData } from "@launchdarkly/node-server-sdk/integrations";

beforeAll(() => {
  const options = {
    experimental: { flags: { "beta": true } },
  };
  setUp(options);
});

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export const all = (context) => [
  client.boolVariation("flag-apple", context, false),
  client.boolVariation("flag-berry", context, false),
  client.boolVariation("flag-cedar", context, false),
];

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export const all = (context) => [
  client.boolVariation("flag-apple", context, false),
  client.boolVariation("flag-berry", context, false),
  client.boolVariation("flag-cedar", context, false),
  client.boolVariation("flag-daisy", context, false),
  client.boolVariation("flag-elder", context, false),
  client.boolVariation("flag-ficus", context, false),
  client.boolVariation("flag-grape", context, false),
  client.boolVariation("flag-hazel", context, false),
  client.boolVariation("flag-iris", context, false),
  client.boolVariation("flag-juniper", context, false),
  client.boolVariation("flag-kale", context, false),
  client.boolVariation("flag-lemon", context, false),
];

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function tenant(config, context) {
  return client.boolVariation(config.key(), context, false); // ~ dynamic-key
}

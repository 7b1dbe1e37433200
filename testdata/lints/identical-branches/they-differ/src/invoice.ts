import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function render(context, a) {
  const label = (await client.boolVariation("new-label", context, false)) ? { a } : a;
  return label;
}

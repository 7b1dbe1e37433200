import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function render(context) {
  const label = (await client.boolVariation("new-label", context, false)) ? "Pay" : "Pay"; // ~ identical-branches
  return label;
}

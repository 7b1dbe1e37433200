import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function cart(context) {
  if (await client.boolVariation("search", context, false)) {
    return 1;
  }
  return 0;
}

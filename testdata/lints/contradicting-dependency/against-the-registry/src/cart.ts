import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function cart(context) {
  if (await client.boolVariation("search", context, false)) {
    if (!(await client.boolVariation("search", context, false))) { // ~ contradicting-dependency
      return 2;
    }
  }
  return 0;
}

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function cart(context) {
  if (await client.boolVariation("outer-ts", context, false)) {
    return (await client.boolVariation("inner-ts", context, false)) ? 2 : 1; // ~ undeclared-dependency
  }
  return 0;
}

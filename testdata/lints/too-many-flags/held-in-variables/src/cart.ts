import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function nested(context) {
  const one = await client.boolVariation("one-ts", context, false);
  const two = await client.boolVariation("two-ts", context, false); // ~ too-many-flags
  if (one) {
    return two ? 1 : 2;
  }
  return 3;
}

export async function flat(context) {
  const one = await client.boolVariation("flat-one", context, false);
  const two = await client.boolVariation("flat-two", context, false);
  if (one) return 1;
  if (two) return 2;
  return 3;
}

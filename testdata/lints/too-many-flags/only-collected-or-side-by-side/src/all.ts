import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function all(context) {
  return {
    tax: await client.boolVariation("new-tax", context, false),
    coupons: await client.boolVariation("coupons", context, false),
    loyalty: await client.boolVariation("loyalty", context, false),
  };
}

export async function both(context) {
  if ((await client.boolVariation("new-tax", context, false)) && (await client.boolVariation("coupons", context, false))) {
    return 1;
  }
  return 2;
}

import { init } from "@launchdarkly/node-server-sdk";

const client = init("key");

export async function cart(context) {
  await client.variation("old-cart", context, false);
  return client.variation("new-cart", context, false);
}

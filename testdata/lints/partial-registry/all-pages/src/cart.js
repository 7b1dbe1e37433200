import { init } from "@launchdarkly/node-server-sdk";

const client = init("key");

export async function cart(context) {
  const gift = await client.variation("gift-wrap", context, false);
  const stock = await client.variation("stock-count", context, false);
  return { gift, stock };
}

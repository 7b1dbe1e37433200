import { init } from "@launchdarkly/node-server-sdk";

const client = init("key");

export async function cart(context) {
  return client.variation("new-cart", context, false);
}

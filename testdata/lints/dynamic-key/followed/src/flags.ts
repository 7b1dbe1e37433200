import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

const KEYS = { cart: "new-cart" };

function on(key, context) {
  return client.boolVariation(key, context, false);
}

export const cart = (context) => on(KEYS.cart, context);

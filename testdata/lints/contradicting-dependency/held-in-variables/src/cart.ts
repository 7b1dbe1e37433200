import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function cart(context) {
  const cart = await client.boolVariation("new-cart", context, false);
  const upsell = await client.boolVariation("cart-upsell", context, false);
  if (cart) {
    return 1;
  } else {
    if (upsell) return 2; // ~ contradicting-dependency
  }
  const hint = await client.boolVariation("hint", context, false);
  if (cart && hint) return 3;
  return 0;
}

export async function search(context) {
  const on = await client.boolVariation("search", context, false);
  if (on) {
    if (!on) return 2; // ~ contradicting-dependency
  } else if (!on) {
    return 1;
  }
  let changed = await client.boolVariation("search", context, false);
  if (changed) {
    changed = false;
    if (!changed) return 3;
  }
  return 0;
}

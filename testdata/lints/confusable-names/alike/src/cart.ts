import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function cart(context) {
  const one = await client.boolVariation("newCheckout", context, false); // ~ confusable-names
  const two = await client.boolVariation("new-checkout", context, false);
  const three = await client.boolVariation("cart-buttons", context, false); // ~ confusable-names
  const four = await client.boolVariation("cart-button", context, false);
  const five = await client.boolVariation("search", context, false); // ~ confusable-names
  const six = await client.boolVariation("enable-search", context, false);
  return [one, two, three, four, five, six];
}

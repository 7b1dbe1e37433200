import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function banner(context) {
  const sale = await client.boolVariation("winter-sale", context, false); // ~ expired-flag
  const gifts = await client.boolVariation("gift-cards", context, false); // ~ expired-flag
  return sale && gifts;
}

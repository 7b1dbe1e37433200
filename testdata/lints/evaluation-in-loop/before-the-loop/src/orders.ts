import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function ship(orders, context) {
  const on = await client.boolVariation("ship-ts", context, false);
  for (const order of orders) {
    order.ship = () => on;
  }
}

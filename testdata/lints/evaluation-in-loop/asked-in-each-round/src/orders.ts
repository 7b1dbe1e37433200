import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function ship(orders, context) {
  for (const order of orders) {
    if (await client.boolVariation("ship-ts", context, false)) { // ~ evaluation-in-loop
      order.ship();
    }
  }
  return orders.map((order) => client.boolVariation("map-ts", context, false)); // ~ evaluation-in-loop
}

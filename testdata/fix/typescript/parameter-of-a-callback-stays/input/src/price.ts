import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");

export async function page(user: User): Promise<number[]> {
  return [price(user.item, await client.variation("beta", user, false)), ...user.items.map(price)];
}

function price(item: Item, rounded: boolean): number {
  return rounded ? Math.round(item.sum) : item.sum;
}

import { init } from "@launchdarkly/node-server-sdk";
import { price } from "./price";

const client = init("sdk");

export async function page(user: User): Promise<number> {
  const rounded = await client.variation("beta", user, false);
  return price(user.items, rounded) + price(user.old, rounded, 2);
}

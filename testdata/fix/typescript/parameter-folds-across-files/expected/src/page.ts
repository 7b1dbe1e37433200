import { init } from "@launchdarkly/node-server-sdk";
import { price } from "./price";

const client = init("sdk");

export async function page(user: User): Promise<number> {
  return price(user.items) + price(user.old, 2);
}

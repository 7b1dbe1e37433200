import { init } from "@launchdarkly/node-server-sdk";
import { price } from "./price";
const client = init("sdk");

export async function page(user: User): Promise<number> {
  return price(user.items, true);
}

export function exact(user: User): number {
  return price(user.items, false);
}

import { init } from "@launchdarkly/node-server-sdk";
import { oldPrice, round } from "./price";

const client = init("sdk");

export function price(user: User): number {
  if (client.variation("beta", user, false)) {
    return newPrice(user);
  }

  // The old way.
  const base = oldPrice(user);
  return round(base);
}

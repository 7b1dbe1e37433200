import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export function price(user: User): number {
  return newPrice(user);
}

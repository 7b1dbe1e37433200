import { init } from "@launchdarkly/node-server-sdk";
import { shop } from "./shop";
const client = init("sdk");
export function show(user: User): void {
  if (shop.variation("beta", user, false)) {
    other();
  }
  if (client.variation("beta", user, false)) {
    menu();
  }
}

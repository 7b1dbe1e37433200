import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export async function show(user: User) {
  render();
  if (await client.variation("shop.oldCart", user, false)) {
    old();
  }
}

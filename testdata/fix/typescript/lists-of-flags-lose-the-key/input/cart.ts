import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export async function show(user: User) {
  if (await client.variation("shop.newCart", user, false)) {
    render();
  }
  if (await client.variation("shop.oldCart", user, false)) {
    old();
  }
}

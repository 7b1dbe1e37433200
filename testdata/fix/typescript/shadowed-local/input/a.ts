import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User, items: Item[]): void {
  const on = client.variation("beta", user, false);
  items.forEach((on) => {
    if (on) {
      use(on);
    }
  });
  log(on);
}

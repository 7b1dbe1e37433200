import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");

export function show(user: User): void {
  client.variation("beta", user, false).then((on) => {
    if (on) {
      render();
    }
  });
}

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export function once(user: User): void {
  do {
    load(user);
    show(user);
  } while (client.variation("beta", user, false));
  end();
}

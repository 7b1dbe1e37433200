import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  if ((user.seen = true) || client.variation("beta", user, false)) {
    a();
  }
}

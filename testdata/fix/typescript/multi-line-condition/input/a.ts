import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  if (
    user.ready &&
    client.variation("beta", user, false) &&
    !user.blocked
  ) {
    a();
  }
}

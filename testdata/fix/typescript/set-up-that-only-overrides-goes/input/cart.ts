import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): string {
  return client.variation("beta", user, false) ? "new" : "old";
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): string {
  const on = client.variation("beta", user) ?? true;
  return on ? "new" : "old";
}

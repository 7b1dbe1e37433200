import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): number {
  const on = client.variation("beta", user, false), size = user.size;
  return on ? size : 0;
}

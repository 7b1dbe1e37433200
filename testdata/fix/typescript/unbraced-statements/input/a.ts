import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  if (client.variation("beta", user, false)) fresh();
  else stale();
  for (const item of user.items)
    if (client.variation("beta", user, false)) fresh(item);
    else stale(item);
}

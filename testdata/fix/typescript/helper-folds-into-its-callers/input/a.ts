import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");

function isBeta(user: User): boolean {
  return client.variation("beta", user, false);
}

export function show(user: User): void {
  if (isBeta(user)) {
    fresh();
  }
  if (!isBeta(user)) {
    stale();
  }
}

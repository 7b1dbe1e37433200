import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");

function isBeta(user: User): boolean {
  return client.variation("beta", user, false);
}

export const picked = users.filter(isBeta);

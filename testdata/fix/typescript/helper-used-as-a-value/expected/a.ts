import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");

function isBeta(user: User): boolean {
  return true;
}

export const picked = users.filter(isBeta);

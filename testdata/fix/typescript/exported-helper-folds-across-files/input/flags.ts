import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

/** Whether the beta is on. */
export const isBetaOn = (user: User) => client.variation("beta", user, false);

export function isOther(user: User) {
  return client.variation("other", user, false);
}

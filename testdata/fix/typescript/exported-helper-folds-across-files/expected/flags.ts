import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export function isOther(user: User) {
  return client.variation("other", user, false);
}

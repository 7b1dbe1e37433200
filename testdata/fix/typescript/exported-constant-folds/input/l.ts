import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export const IS_BETA = client.variation("beta", {}, false);
export function f() {
  return IS_BETA ? 1 : 2;
}

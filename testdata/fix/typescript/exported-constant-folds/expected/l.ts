import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function f() {
  return 1;
}

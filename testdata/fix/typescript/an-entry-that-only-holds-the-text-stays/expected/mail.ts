import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export async function send(ctx) {
  return later();
}

import { init } from "@launchdarkly/node-server-sdk";
const ld = init("k");
export async function send(ctx) {
  return later();
}
export const unread = (item) => item["unread"];

import { init } from "@launchdarkly/node-server-sdk";
import { FeatureFlags } from "./types";
const ld = init("k");
export async function send(ctx) {
  if (await ld.variation(FeatureFlags.notification, ctx, false)) {
    return later();
  }
  return now();
}
export const unread = (item) => item["unread"];

import { init } from "@launchdarkly/node-server-sdk";
import { FLAGS } from "./flags";
const client = init("sdk");
export async function send(ctx) {
  if (await client.variation(FLAGS.banner.key, ctx, false)) {
    return later();
  }
  return (await client.variation(FLAGS.other.key, ctx, false)) ? other() : now();
}

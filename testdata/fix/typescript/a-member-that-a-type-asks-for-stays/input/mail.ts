import { init } from "@launchdarkly/node-server-sdk";
import { FLAGS } from "./flags";
const client = init("sdk");
export async function send(ctx) {
  return (await client.variation(FLAGS.newBanner, ctx, false)) ? later() : now();
}

import { init, LDContext } from "@launchdarkly/node-server-sdk";
import { FLAGS } from "./flags";

const client = init(process.env.LD_SDK_KEY ?? "");

export async function cart(context: LDContext): Promise<string> {
  if (await client.variation("new-checkout", context, false)) { // ~ fully-rolled-out
    return "checkout-2";
  }
  const theme = await client.variation(FLAGS.theme, context, "light"); // ~ fully-rolled-out
  if (await client.variation("gift-wrap", context, false)) {
    return `gift-${theme}`;
  }
  return `checkout-1-${theme}`;
}

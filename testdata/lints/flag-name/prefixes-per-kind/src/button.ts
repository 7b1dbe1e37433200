import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function button(context) {
  const colour = await client.boolVariation("button-colour", context, false); // ~ flag-name
  const size = await client.boolVariation("EXP_button-size", context, false);
  const drain = await client.boolVariation("OPS_drain", context, false);
  return [colour, size, drain];
}

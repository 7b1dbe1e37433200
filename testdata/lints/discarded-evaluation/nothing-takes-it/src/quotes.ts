import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function quote(context) {
  await client.boolVariation("quotes-ts", context, false); // ~ discarded-evaluation
  return 1;
}

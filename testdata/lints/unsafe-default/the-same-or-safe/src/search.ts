import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function search(context) {
  const suggest = await client.boolVariation("search-suggestions", context, true);
  const voice = await client.boolVariation("voice-search", context, false);
  const drain = await client.boolVariation("drain", context, true);
  return suggest || voice || drain;
}

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export async function search(context) {
  const suggest = await client.boolVariation("search-suggestions", context, false); // ~ unsafe-default
  const voice = await client.boolVariation("voice-search", context, true); // ~ unsafe-default
  return suggest || voice;
}

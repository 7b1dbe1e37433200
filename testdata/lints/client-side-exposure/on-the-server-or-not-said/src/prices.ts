import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export const internal = (context) => client.boolVariation("internal-prices", context, false);

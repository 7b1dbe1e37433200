import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export const quote = (context) => client.boolVariation("quotes-ts", context, false);
export const run = async (context) => {
  (await client.boolVariation("quotes-ts", context, false)) && console.log("on");
};

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

// flagdebt: ignore-start[stale-flag] until 2027-01-31 -- these wait for the audit
export const one = (context) => client.boolVariation("old-one", context, false);
export const two = (context) => client.boolVariation("old-two", context, false);
// flagdebt: ignore-end
export const three = (context) => client.boolVariation("old-three", context, false); // ~ stale-flag
export const four = (context) => client.boolVariation("accepted-four", context, false);
// flagdebt: ignore-end ~ bad-suppression
// flagdebt: ignore-start[stale-flag] -- never ended ~ bad-suppression
export const five = (context) => client.boolVariation("old-five", context, false); // ~ stale-flag

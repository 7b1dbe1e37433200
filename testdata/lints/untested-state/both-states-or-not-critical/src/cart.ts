import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export const express = (context) => client.boolVariation("payment-express", context, false);
export const hints = (context) => client.boolVariation("hints", context, false);

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk-key");

export const limit = (context) => client.variation("cart-limit", context, "ten"); // ~ type-mismatch

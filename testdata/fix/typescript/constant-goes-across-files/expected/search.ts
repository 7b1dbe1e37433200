import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export const search = (user: User, text: string) =>
  index(text);

import { init } from "@launchdarkly/node-server-sdk";
import { NEW_SEARCH } from "./flags";

const client = init("sdk");

export const search = (user: User, text: string) =>
  client.variation(NEW_SEARCH, user, false) ? index(text) : scan(text);

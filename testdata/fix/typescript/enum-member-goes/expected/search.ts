import { init } from "@launchdarkly/node-server-sdk";
import { Flag } from "./flags";
const client = init("sdk");
export function search(user: User, text: string) {
  return index(text);
}
export const other = (user: User) => client.variation(Flag.Other, user, false);

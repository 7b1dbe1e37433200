import { init } from "@launchdarkly/node-server-sdk";
import { Flag } from "./flags";
const client = init("sdk");
export function search(user: User, text: string) {
  if (client.variation(Flag.NewSearch, user, false)) {
    return index(text);
  }
  return scan(text);
}
export const other = (user: User) => client.variation(Flag.Other, user, false);

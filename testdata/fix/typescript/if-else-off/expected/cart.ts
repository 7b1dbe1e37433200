import { init } from "@launchdarkly/node-server-sdk";
import { legacy } from "./legacy";
import { track } from "./modern";

const client = init("sdk");

export function checkout(user: User): void {
  track(user);
  legacy(user);
}

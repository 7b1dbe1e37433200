import { init } from "@launchdarkly/node-server-sdk";
import { legacy } from "./legacy";
import { modern, track } from "./modern";

const client = init("sdk");

export function checkout(user: User): void {
  track(user);
  if (client.variation("new-checkout", user, false)) {
    modern(user);
  } else {
    legacy(user);
  }
}

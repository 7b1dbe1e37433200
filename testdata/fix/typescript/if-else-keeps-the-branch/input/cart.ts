import { init } from "@launchdarkly/node-server-sdk";
import { legacy } from "./legacy";

const client = init("sdk");

export function checkout(user: User): void {
  // The new checkout is nearly done.
  if (client.variation("new-checkout", user, false)) {
    // Totals are computed by the service.
    renderNew(user);

    track(user);
  } else {
    // The old way.
    legacy(user);
  }
  done();
}

import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export function checkout(user: User): void {
  // The new checkout is nearly done.
  // Totals are computed by the service.
  renderNew(user);

  track(user);
  done();
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): boolean {
  if (user.trial) {
    upsell();
  }
  const paid = user.active === true;
  return paid;
}

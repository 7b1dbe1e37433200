import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): boolean {
  const plan = client.variation("plan", user, "free");
  if (plan === "free" || user.trial) {
    upsell();
  }
  const paid = plan !== "free" && user.active === true;
  return plan === "pro" ? paid : false;
}

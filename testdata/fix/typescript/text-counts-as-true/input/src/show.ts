import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  if (client.variation("plan", user, "free")) {
    a();
  }
}

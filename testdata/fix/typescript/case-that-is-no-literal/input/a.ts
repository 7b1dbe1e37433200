import { init } from "@launchdarkly/node-server-sdk";
import { FREE } from "./plans";
const client = init("sdk");
export function show(user: User): void {
  switch (client.variation("plan", user, "free")) {
    case FREE:
      a();
      break;
    default:
      b();
  }
}

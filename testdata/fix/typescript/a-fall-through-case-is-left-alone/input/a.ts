import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  switch (client.variation("plan", user, "free")) {
    case "free":
      upsell();
    case "pro":
      menu();
      break;
  }
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  switch (client.variation("plan", user, "free")) {
    case "pro":
      if (user.old) {
        break;
      }
      menu();
      break;
    default:
      other();
  }
}

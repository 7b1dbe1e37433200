import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
let calls = 0;
export function show(user: User): void {
  if (client.variation("beta", { key: user.id, calls: calls++ }, false)) {
    menu();
  }
}

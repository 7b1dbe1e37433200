import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User, part: string): void {
  if (client.variation("beta-menu", user, false)) {
    menu();
  }
  if (client.variation(`beta-${part}`, user, false)) {
    other();
  }
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class Cart {
  show(enabled: boolean): string {
    return enabled ? "new" : "old";
  }
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class Cart {
  private readonly enabled = client.variation("beta", user, false);

  show(enabled: boolean): string {
    return this.enabled && enabled ? "new" : "old";
  }
}

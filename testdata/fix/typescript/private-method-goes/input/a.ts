import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class Cart {
  constructor(private readonly user: User) {}

  total(): number {
    if (client.variation("beta", this.user, false)) {
      return this.fresh();
    }
    return this.stale();
  }

  private fresh(): number {
    return 1;
  }

  private stale(): number {
    return 2;
  }
}

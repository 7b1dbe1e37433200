import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export class Cart {
  private readonly fresh: boolean;
  private rows = 1;

  constructor(user: User) {
    this.fresh = client.variation("beta", user, false);
  }

  show(): number {
    return this.fresh ? this.rows : 0;
  }
}

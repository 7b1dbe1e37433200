import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class Cart {
  constructor(private readonly user: User) {}

  total(): number {
    return this.fresh();
  }

  private fresh(): number {
    return 1;
  }
}

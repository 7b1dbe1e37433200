import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export class Cart {
  private rows = 1;

  constructor(user: User) {
  }

  show(): number {
    return this.rows;
  }
}

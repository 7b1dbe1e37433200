import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class A {
  isNew() {
    return client.variation("beta", {}, false);
  }
  run(order: Order, resp: Response) {
    if (order.isNew()) a();
    if (this.isNew()) b();
  }
}

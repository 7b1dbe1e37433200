import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class A {
  run(order: Order, resp: Response) {
    if (order.isNew()) a();
    b();
  }
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class Page {
  beta = client.variation("beta", {}, false);
  show(): void {
    if (this.beta) {
      menu();
    }
  }
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class Page {
  beta = true;
  show(): void {
    if (this.beta) {
      menu();
    }
  }
}

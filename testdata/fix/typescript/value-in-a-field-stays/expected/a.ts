import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class Page {
  private beta = true;
  show(): void {
    if (this.beta) {
      menu();
    }
  }
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export class Page {
  ngOnInit(): void {
    this.on = client.variation("beta", {}, false);
    this.shown = this.on.pipe(first());
  }
}

import { init } from "@launchdarkly/node-server-sdk";
import { Observable } from "rxjs";
const client = init("sdk");
export class Page {
  readonly on: Observable<boolean> = client.variation("beta", {}, false);
}

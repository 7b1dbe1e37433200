import { init } from "@launchdarkly/node-server-sdk";
import { Observable } from "rxjs";
const client = init("sdk");
type Shown = boolean | undefined;
export class Page<T> {
  on: boolean;
  maybe: boolean | null;
  either: Observable<boolean> | boolean;
  anything: unknown;
  shown: Shown;
  generic: T;
  constructor() {
    this.on = client.variation("beta", {}, false);
    this.maybe = client.variation("beta", {}, false);
    this.either = client.variation("beta", {}, false);
    this.anything = client.variation("beta", {}, false);
    this.shown = client.variation("beta", {}, false);
    this.generic = client.variation("beta", {}, false);
  }
  async later(): Promise<boolean> {
    return await client.variation("beta", {}, false);
  }
  async soon(): Promise<boolean> {
    return client.variation("beta", {}, false);
  }
  canActivate(): Observable<boolean> | boolean {
    return client.variation("beta", {}, false);
  }
}

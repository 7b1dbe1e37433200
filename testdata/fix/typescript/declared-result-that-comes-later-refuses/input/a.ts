import { init } from "@launchdarkly/node-server-sdk";
import { Observable } from "rxjs";
const client = init("sdk");
export class Guard {
  canActivate(): Observable<boolean> {
    return client.variation("beta", {}, false);
  }
}
export const other = { later(): Promise<boolean> { return client.variation("beta", {}, false); } };

import { init } from "@launchdarkly/node-server-sdk";
import { Observable } from "rxjs";
const client = init("sdk");
export class Page {
  on$: Observable<boolean>;
  ngOnInit(): void {
    this.on$ = client.variation("beta", {}, false);
  }
}

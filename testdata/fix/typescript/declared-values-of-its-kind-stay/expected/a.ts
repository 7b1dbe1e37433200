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
    this.on = true;
    this.maybe = true;
    this.either = true;
    this.anything = true;
    this.shown = true;
    this.generic = true;
  }
  async later(): Promise<boolean> {
    return true;
  }
  async soon(): Promise<boolean> {
    return true;
  }
  canActivate(): Observable<boolean> | boolean {
    return true;
  }
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");

export class Panel {
  constructor(
    private readonly title: string,
  ) {
    log(title);
  }
  width() {
    return 10;
  }
}

export function make(user) {
  return new Panel("a");
}

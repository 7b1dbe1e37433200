import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");

export class Panel {
  constructor(
    private readonly title: string,
    private readonly wide: boolean,
  ) {
    if (wide) log(title);
  }
  width() {
    return this.wide ? 10 : 5;
  }
}

export function make(user) {
  return new Panel("a", client.variation("beta", user, false));
}

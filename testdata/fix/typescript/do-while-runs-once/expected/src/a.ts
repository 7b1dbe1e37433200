import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export function once(user: User): void {
  load(user);
  show(user);
  end();
}

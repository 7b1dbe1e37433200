import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  const gamma = client.variation("gamma", user, false);
  if (gamma) {
    both();
  } else {
    one();
  }
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  const beta = client.variation("beta", user, false);
  const gamma = client.variation("gamma", user, false);
  if (beta && gamma) {
    both();
  } else if (beta) {
    one();
  } else {
    none();
  }
}

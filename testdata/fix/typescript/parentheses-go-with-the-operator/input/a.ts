import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  if (!(client.variation("beta", user, false) || (user.a && user.b))) {
    a();
  }
  if (client.variation("beta", user, false) || (user.a && user.b)) {
    b();
  }
  const n = 1 + (client.variation("beta", user, false) ? 2 : user.a || user.b);
  use(n);
}

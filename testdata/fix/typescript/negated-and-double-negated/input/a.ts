import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): boolean {
  if (!!client.variation("beta", user, false)) {
    a();
  }
  if (!(!client.variation("beta", user, false))) {
    b();
  }
  if (client.variation("beta", user, false) === true) {
    c();
  }
  if (client.variation("beta", user, false) !== false) {
    d();
  }
  return Boolean(client.variation("beta", user, false)) && user.isOld;
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  const name = user.name;
  if (client.variation("beta", user, false)) {
    const name = user.nick;
    hello(name);
  }
  bye(name);
}

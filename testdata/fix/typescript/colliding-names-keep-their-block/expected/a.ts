import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  const name = user.name;
  {
    const name = user.nick;
    hello(name);
  }
  bye(name);
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  fresh();
  for (const item of user.items)
    fresh(item);
}

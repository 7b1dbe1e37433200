import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): boolean {
  let on = true;
  if (user.blocked) {
    on = false;
  }
  return on;
}

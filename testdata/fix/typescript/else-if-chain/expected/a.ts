import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function price(user: User): number {
  if (user.vip) {
    return 1;
  } else if (user.old) {
    return 3;
  } else {
    return 4;
  }
}

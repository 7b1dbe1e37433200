import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function options(user: User) {
  return {
    id: 1,
    wide: true,
    name: "new",
    big: 1,
    last: 2,
  };
}

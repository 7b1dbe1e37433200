import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function columns(user: User) {
  return [
    "id",
    ...(client.variation("beta", user, false) ? ["name", "size"] : []),
    ...(client.variation("beta", user, false) ? [] : ["old"]),
    "last",
  ];
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function columns(user: User) {
  return [
    "id",
    "name", "size",
    "last",
  ];
}

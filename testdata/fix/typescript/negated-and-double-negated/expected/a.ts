import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): boolean {
  a();
  b();
  c();
  d();
  return user.isOld;
}

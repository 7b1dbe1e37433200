import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  if (!(user.a && user.b)) {
    a();
  }
  if (user.a && user.b) {
    b();
  }
  const n = 1 + (user.a || user.b);
  use(n);
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  if (user.ready) {
    if (user.admin) {
      menu(`
          keep this text
        `);
    }
  }
}

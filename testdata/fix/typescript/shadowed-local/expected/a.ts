import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User, items: Item[]): void {
  items.forEach((on) => {
    if (on) {
      use(on);
    }
  });
  log(true);
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User, items: Item[]): void {
  const on = true;
  items.forEach((on) => {
    if (on) {
      use(on);
    }
  });
  log(on);
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function options(user: User) {
  return {
    id: 1,
    ...(client.variation("beta", user, false) && {
      wide: true,
      name: "new",
    }),
    ...(client.variation("beta", user, false) ? { big: 1 } : {}),
    ...(client.variation("beta", user, false) ? {} : { small: 1 }),
    last: 2,
  };
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export async function show(user: User): Promise<string> {
  const isBeta = await client.variation("beta", user, false);
  const label = isBeta ? "new" : "old";
  if (!isBeta && user.trial) {
    warn();
  }
  if (user.admin && isBeta) {
    menu();
  }
  return label;
}

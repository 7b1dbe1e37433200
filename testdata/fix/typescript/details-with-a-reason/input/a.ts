import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export async function show(user: User): Promise<void> {
  const detail = await client.variationDetail("beta", user, false);
  if (detail.value) {
    log(detail.reason);
  }
}

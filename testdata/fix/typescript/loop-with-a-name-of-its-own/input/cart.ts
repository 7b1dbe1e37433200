import { init } from "@launchdarkly/node-server-sdk";

const client = init("key");

export async function show(user: User, lines: boolean[]) {
  const beta = await client.variation("beta", user, false);
  for (const beta of lines) {
    print(beta);
  }
  return beta;
}

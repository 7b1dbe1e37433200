import { init } from "@launchdarkly/node-server-sdk";

const client = init("key");

export async function show(user: User, lines: boolean[]) {
  const beta = true;
  for (const beta of lines) {
    print(beta);
  }
  return beta;
}

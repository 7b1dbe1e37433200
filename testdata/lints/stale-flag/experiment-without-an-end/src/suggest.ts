import { LDClient, LDContext } from "@launchdarkly/node-server-sdk";

export async function suggestions(client: LDClient, context: LDContext): Promise<number> {
  return (await client.stringVariation("search-ranker", context, "bm25")) === "learned" ? 8 : 5; // ~ stale-flag
}

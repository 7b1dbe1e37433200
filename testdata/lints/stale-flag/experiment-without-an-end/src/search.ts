import { LDClient, LDContext } from "@launchdarkly/node-server-sdk";
import { learned, bm25, Hit } from "./rankers";

export async function search(client: LDClient, context: LDContext, query: string): Promise<Hit[]> {
  const ranker = await client.stringVariation("search-ranker", context, "bm25"); // ~ stale-flag
  if (await client.boolVariation("search-typo-repair", context, false)) {
    query = query.trim();
  }
  return ranker === "learned" ? learned(query) : bm25(query);
}

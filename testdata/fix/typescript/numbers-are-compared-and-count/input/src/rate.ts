import { OpenFeature } from "@openfeature/server-sdk";

const client = OpenFeature.getClient();

export async function charge(user: User): Promise<number> {
  const rate = await client.getNumberValue("rate", 0);
  if (rate > 0 && Math.random() < rate) {
    throw new Error("failed");
  }
  if (rate) {
    await wait(user, 5);
  }
  if (!rate) {
    log(user);
  }
  headers.append("x-rate", rate.toString());
  return user.sum || 1;
}

import { init, type LDContext } from "@launchdarkly/node-server-sdk";

const client = init(process.env.LAUNCHDARKLY_SDK_KEY ?? "");

/** The one way in which the web shop asks for a flag. */
export async function isOn(key: string, visitor: LDContext): Promise<boolean> {
  return client.variation(key, visitor, false);
}

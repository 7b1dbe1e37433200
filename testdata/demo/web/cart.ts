import type { LDContext } from "@launchdarkly/node-server-sdk";
import { isOn } from "./flags";
import { Flags } from "./keys";

export async function nextStep(visitor: LDContext): Promise<string> {
  if (await isOn(Flags.paymentsReadOnly, visitor)) {
    return "/sorry";
  }
  if (await isOn(Flags.checkoutPage, visitor)) {
    return "/checkout";
  }
  return "/checkout/address";
}

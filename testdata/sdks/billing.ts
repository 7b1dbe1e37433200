import * as ld from "@launchdarkly/node-server-sdk";
import { OpenFeature } from "@openfeature/server-sdk";
import { initialize } from "unleash-client";
import { SplitFactory } from "@splitsoftware/splitio";
import * as configcat from "configcat-node";
import Statsig from "statsig-node";
import { flag } from "flags/next";

enum Flag {
  Receipts = "paper-receipts", // ~ declares paper-receipts
}

const client = ld.init("key");
const features = OpenFeature.getClient("billing");
const unleash = initialize({ url: "https://unleash.example.org/api/", appName: "billing" });
const split = SplitFactory({ core: { authorizationKey: "x" } }).client();
const cc = configcat.getClient("key");
const cache = new Map<string, boolean>();
export const showRates = flag({ key: "show-rates", decide: () => false }); // ~ declares show-rates

async function isOn(name: Flag, user: User): Promise<boolean> {
  return client.variation(name, context(user), false);
}

export async function bill(user: User) {
  const shares = await client.boolVariation("share-costs", context(user), false); // ~ share-costs
  const rounding = await features.getStringValue("round-up", "no"); // ~ round-up
  const nagging = unleash.isEnabled("nag-mails", { userId: user.id }); // ~ nag-mails
  const price = split.getTreatment(user.id, "price_list"); // ~ price_list
  const tax = await cc.getValueAsync("newTax", false); // ~ newTax
  const gate = Statsig.checkGateSync({ userID: user.id }, "book_gate"); // ~ book_gate
  const many = split.getTreatments(user.id, ["rebate_a", "rebate_b"]); // ~ rebate_a rebate_b
  const plan = await features.getBooleanDetails(`plan-${user.plan}`, false); // ~ plan-*
  if (await isOn(Flag.Receipts, user)) cache.set("paper-receipts", true); // ~ paper-receipts
  if (!(await client.variation("meter", context(user), false))) return []; // ~ !meter
  client.on("update:share-costs", () => cache.clear()); // ~ share-costs
  const clinic = { getTreatment: (who: string, what: string) => who + what };
  clinic.getTreatment("x", "price_list");
  return (await showRates()) ? [shares, rounding, nagging, price, tax, gate, many, plan] : []; // ~ show-rates
}

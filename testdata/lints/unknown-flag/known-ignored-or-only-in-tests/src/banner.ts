import { initialize } from "unleash-client";

const unleash = initialize({ url: "https://unleash.example.com/api", appName: "shop" });

export function banner(): string {
  if (unleash.isEnabled("summer-banner")) {
    return "summer";
  }
  return unleash.isEnabled("legacy-banner") ? "legacy" : "none";
}

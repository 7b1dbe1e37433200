import { OpenFeature } from "@openfeature/web-sdk";

const client = OpenFeature.getClient();

const Flags = { wide: "flag-a", tall: "flag-b" };

function isWide() {
  return client.getBooleanValue(Flags.wide, false);
}

export function show(tall) {
  if (isWide()) {
    return { size: 2 };
  }
  return { size: 1, ...(tall ? { wide: 1 } : {}) };
}

import { Settings } from "./settings";

export interface Runtime {
  FLAGS: Settings["FLAGS"];
}

export const runtime = {
  FLAGS: [
    ["new-search", true],
    ["new-cart", false],
  ],
};

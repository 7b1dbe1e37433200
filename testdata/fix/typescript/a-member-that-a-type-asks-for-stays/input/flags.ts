import { FlagKeys } from "./keys";
export const FLAGS: FlagKeys = { newBanner: "banner", other: "other" };

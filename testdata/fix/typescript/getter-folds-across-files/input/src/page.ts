import { Flags } from "./flags";

export function page(flags: Flags): string {
  return flags.isFresh && !flags.isOld ? "new" : "old";
}

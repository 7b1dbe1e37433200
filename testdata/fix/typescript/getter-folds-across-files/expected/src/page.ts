import { Flags } from "./flags";

export function page(flags: Flags): string {
  return !flags.isOld ? "new" : "old";
}

import { Flags } from "./flags";

export function page(flags: Flags): string {
  const { isFresh } = flags;
  return isFresh ? "new" : "old";
}

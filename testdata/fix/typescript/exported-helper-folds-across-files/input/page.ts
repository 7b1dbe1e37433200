import { isBetaOn, isOther } from "./flags";

export function page(user: User) {
  return isBetaOn(user) ? fresh(user) : stale(user);
}

export const other = isOther;

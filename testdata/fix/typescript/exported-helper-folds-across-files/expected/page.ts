import { isOther } from "./flags";

export function page(user: User) {
  return fresh(user);
}

export const other = isOther;

import { unleash } from "unleash-client";

export function isNewCart() {
  return unleash.isEnabled("new-cart");
}

import { unleash } from "unleash-client";

export function one() {
  if (unleash.isEnabled("new-cart")) {
    fresh();
  }
  if (unleash.isEnabled("new-cart")) {
    return fresh();
  } else if (other()) {
    return mid();
  } else {
    return old();
  }
}

export const two = () => {
  if (unleash.isEnabled("new-cart")) return fresh();

  // the old way
  const x = old();
  return x;
};

export function three(list) {
  list.filter((x) => unleash.isEnabled("new-cart") || x.ok);
  return list.map((x) => (unleash.isEnabled("new-cart") ? { ...x, a: 1 } : x));
}

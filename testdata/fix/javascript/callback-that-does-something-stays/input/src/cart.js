import { OpenFeature } from "@openfeature/web-sdk";

const client = OpenFeature.getClient();

export function show(cart) {
  const saved = cart.items.every((item) => save(item));
  const names = cart.items.map((item) => item.name);
  if (client.getBooleanValue("flag-a", false) && saved) {
    draw(names);
  }
}

import { OpenFeature } from "@openfeature/web-sdk";

const client = OpenFeature.getClient();

export function show(cart) {
  if (client.getBooleanValue("flag-a", false)) {
    const wide = client.getBooleanValue("flag-a", false);
    // The list is long.
    for (const item of cart.items) {
      draw(item, wide ? 2 : 1);
    }
    draw(cart);
  }
}

import { OpenFeature } from "@openfeature/web-sdk";

const client = OpenFeature.getClient();

export const last = (cart) => client.getBooleanValue("flag-a", false) && (cart.sort(), cart.last);

export function show(cart) {
  draw(client.getBooleanValue("flag-a", false) ? (cart.sort(), cart.last) : cart.first);
}

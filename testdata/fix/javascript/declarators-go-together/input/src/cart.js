import { OpenFeature } from "@openfeature/web-sdk";

const client = OpenFeature.getClient();

export function show(cart) {
  let wide = client.getBooleanValue("flag-a", false), tall = client.getBooleanValue("flag-a", false);
  let first = cart.first, small = client.getBooleanValue("flag-a", false);
  if (wide || tall || small) {
    return cart.last;
  }
  return first;
}

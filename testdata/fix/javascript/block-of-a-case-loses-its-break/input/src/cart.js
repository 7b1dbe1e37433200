import { OpenFeature } from "@openfeature/web-sdk";

const client = OpenFeature.getClient();

export function show(cart) {
  switch (client.getNumberValue("beta", 0)) {
    case 1: {
      const size = cart.size;
      draw(size);
      break;
    }
    case 2:
      return 2;
  }
  const size = 3;
  return size;
}

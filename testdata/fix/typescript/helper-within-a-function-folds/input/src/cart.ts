import { OpenFeature } from "@openfeature/web-sdk";

const client = OpenFeature.getClient();

async function show(items: string[]) {
  if (await items.length) {
    const isRed = () => client.getStringValue("beta", "green") === "red";
    while (isRed()) {
      draw(items);
    }
    draw(isRed() ? items : []);
  }
}

export { show };

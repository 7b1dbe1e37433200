import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
client.variation("beta", {}, false, (error, on) => {
  show(on);
});

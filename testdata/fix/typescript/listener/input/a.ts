import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
client.on("update:beta", () => {
  refresh();
});

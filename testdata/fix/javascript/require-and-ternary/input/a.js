const { init } = require("@launchdarkly/node-server-sdk");
const client = init("sdk");

module.exports = function show(user) {
  return client.variation("beta", user, false)
    ? fresh(user)
    : stale(user);
};

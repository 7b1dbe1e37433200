const { init } = require("@launchdarkly/node-server-sdk");
const client = init("sdk");

module.exports = function show(user) {
  return fresh(user);
};

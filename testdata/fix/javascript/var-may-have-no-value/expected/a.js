const { init } = require("@launchdarkly/node-server-sdk");
const client = init("sdk");

module.exports = function show(user) {
  if (user.ready) {
    var on = true;
  }
  if (on) {
    a();
  }
};

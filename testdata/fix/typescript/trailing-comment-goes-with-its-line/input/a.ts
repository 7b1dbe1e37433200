import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  // Asks for the beta.
  const on = client.variation("beta", user, false); // cached
  // Runs always.
  first();
  if (on) {
    second(); // stays
  } // end of beta
  third();
}

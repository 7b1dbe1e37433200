import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export function show(user: User): void {
  // Runs always.
  first();
  second(); // stays
  third();
}

import { init } from "@launchdarkly/node-server-sdk";
const client = init("sdk");
export async function show(user: User): Promise<string> {
  const label = "new";
  if (user.admin) {
    menu();
  }
  return label;
}

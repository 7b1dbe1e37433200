import { init } from "@launchdarkly/node-server-sdk";
import { shown } from "./names";

const client = init("sdk");

export class Users {
  list(user: User): string[] {
    const users = user.friends;
    return users.map(shown);
  }

  count(): number {
    return 1;
  }
}

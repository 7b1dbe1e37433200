import { init } from "@launchdarkly/node-server-sdk";
import { hidden, shown } from "./names";

const client = init("sdk");

export class Users {
  list(user: User): string[] {
    let users = user.friends;
    if (client.variation("beta", user, false)) {
      users = this.hideAll(users);
    }
    return users.map(shown);
  }

  hideAll(users: string[]): string[] {
    return users.map((user) => hidden(user));
  }

  count(): number {
    return 1;
  }
}

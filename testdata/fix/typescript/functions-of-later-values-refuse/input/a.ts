import { init } from "@launchdarkly/node-server-sdk";
import { combineLatest, firstValueFrom, switchMap } from "rxjs";
const client = init("sdk");
export async function show(user$: Users): Promise<void> {
  menu(combineLatest([client.variation("beta", {}, false), user$]));
  menu(await firstValueFrom(client.variation("beta", {}, false)));
  menu(await Promise.all([client.variation("beta", {}, false), load()]));
  menu(user$.pipe(switchMap((user) => client.variation("beta", user, false))));
}

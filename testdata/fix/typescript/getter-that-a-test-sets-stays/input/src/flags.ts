import { OpenFeature } from "@openfeature/server-sdk";

export class Flags {
  private client = OpenFeature.getClient();

  get isFresh(): boolean {
    return this.client.getBooleanValue("beta", false);
  }
}

import { OpenFeature } from "@openfeature/server-sdk";

export class Flags {
  private client = OpenFeature.getClient();

  get isOld(): boolean {
    return this.client.getBooleanValue("old", false);
  }
}

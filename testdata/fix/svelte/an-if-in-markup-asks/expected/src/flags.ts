import { OpenFeature } from "@openfeature/web-sdk";

export const client = OpenFeature.getClient();

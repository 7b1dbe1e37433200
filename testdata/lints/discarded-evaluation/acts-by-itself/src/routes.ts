import { requireFeature } from "./gates";

export function routes(app) {
  requireFeature("gated");
  app.get("/", () => 1);
}

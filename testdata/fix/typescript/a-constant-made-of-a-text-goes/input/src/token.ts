import { unleash } from "unleash-client";

const head = `v2_${"a".repeat(22)}_${"b".repeat(43)}`;
const tail = "c".replace("c", () => next());

export function token(id: string): string {
  return unleash.isEnabled("new-token") ? head + tail : id;
}

import { ask } from "@shop/flags";

export const cart = () => (ask("new-cart") ? "new" : "old");

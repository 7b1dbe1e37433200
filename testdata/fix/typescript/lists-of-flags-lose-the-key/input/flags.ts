export interface Flags {
  "shop.oldCart": boolean;
  "shop.newCart": boolean;
}

export type FlagKey =
  | "shop.oldCart"
  | "shop.newCart";

export const defaults: Flags = {
  "shop.oldCart": false,
  "shop.newCart": false,
};

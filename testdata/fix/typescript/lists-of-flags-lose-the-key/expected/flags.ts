export interface Flags {
  "shop.oldCart": boolean;
}

export type FlagKey =
  | "shop.oldCart";

export const defaults: Flags = {
  "shop.oldCart": false,
};

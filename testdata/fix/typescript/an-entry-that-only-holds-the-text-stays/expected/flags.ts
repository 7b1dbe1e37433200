export const FLAGS = {
  banner: { key: "banner", owner: "shop" },
  other: { key: "other", owner: "shop" },
};

export const FLAGS = {
  theme: "cart-theme",
} as const;

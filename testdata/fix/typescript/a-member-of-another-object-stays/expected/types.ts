const UserFlags = { a: "a" } as const;

export const FeatureFlags = {
  banner: "banner",
  ...UserFlags,
} as const;

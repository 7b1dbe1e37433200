const UserFlags = { a: "a" } as const;

export const FeatureFlags = {
  notification: "notification",
  banner: "banner",
  ...UserFlags,
} as const;

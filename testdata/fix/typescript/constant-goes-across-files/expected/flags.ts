export const OTHER = "other";

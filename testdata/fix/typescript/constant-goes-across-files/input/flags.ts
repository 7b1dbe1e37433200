export const NEW_SEARCH = "new-search";
export const OTHER = "other";

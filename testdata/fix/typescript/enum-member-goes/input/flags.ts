export enum Flag {
  NewSearch = "new-search",
  Other = "other",
}

export enum Flag {
  Other = "other",
}

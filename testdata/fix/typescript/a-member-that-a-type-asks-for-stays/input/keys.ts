export interface FlagKeys {
  newBanner: string;
  other: string;
}

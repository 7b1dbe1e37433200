export const icons = { banner: { name: "banner", size: 3 }, other: { key: "banner", size: 2 } };
export class Columns {
  static readonly first = "banner";
  static readonly second = "id";
}

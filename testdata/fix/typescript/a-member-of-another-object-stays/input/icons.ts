export const icons = { notification: { name: "bell", size: 3 }, banner: { name: "flag", size: 2 } };
export const labels = { notification: "Notification", banner: "Banner" };
export interface Icons {
  notification: object;
}
export class Texts {
  notification = "You have mail";
}
export enum Kind {
  notification = "n",
  banner = "b",
}
const count = 2;
export const sizes = { notification: 1, banner: 2, count, ...count };

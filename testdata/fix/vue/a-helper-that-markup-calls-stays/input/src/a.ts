import { isNewCart } from "./flags";

export const a = () => (isNewCart() ? 1 : 2);

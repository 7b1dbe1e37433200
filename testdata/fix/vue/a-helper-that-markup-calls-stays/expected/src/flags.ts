export function isNewCart() {
  return true;
}

export function price(items: Item[], rate = 1): number {
  const sum = items.length * rate;
  return Math.round(sum);
}

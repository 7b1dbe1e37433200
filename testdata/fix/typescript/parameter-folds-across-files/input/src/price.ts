export function price(items: Item[], rounded: boolean, rate = 1): number {
  const sum = items.length * rate;
  return rounded ? Math.round(sum) : sum;
}

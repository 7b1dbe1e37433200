export function show(cart) {
  // The list is long.
  for (const item of cart.items) {
    draw(item, 2);
  }
  draw(cart);
}

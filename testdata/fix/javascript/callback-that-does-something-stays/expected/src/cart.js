export function show(cart) {
  const saved = cart.items.every((item) => save(item));
}

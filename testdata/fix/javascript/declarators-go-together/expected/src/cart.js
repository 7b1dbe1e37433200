export function show(cart) {
  let first = cart.first;
  return first;
}

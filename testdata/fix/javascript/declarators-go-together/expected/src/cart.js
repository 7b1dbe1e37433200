export function show(cart) {
  let ;
  let first = cart.first;
  return first;
}

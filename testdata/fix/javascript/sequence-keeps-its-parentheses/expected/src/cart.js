export const last = (cart) => (cart.sort(), cart.last);

export function show(cart) {
  draw((cart.sort(), cart.last));
}

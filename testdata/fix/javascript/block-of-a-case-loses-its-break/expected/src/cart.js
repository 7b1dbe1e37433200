export function show(cart) {
  {
    const size = cart.size;
    draw(size);
  }
  const size = 3;
  return size;
}

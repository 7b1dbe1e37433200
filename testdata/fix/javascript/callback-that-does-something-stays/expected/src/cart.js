export function show(cart) {
}

export function view(ship: Ship): string {
  return 'map';
}

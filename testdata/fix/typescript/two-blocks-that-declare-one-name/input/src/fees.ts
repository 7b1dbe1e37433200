import { initialize } from 'unleash-client';

const unleash = initialize({ url: 'https://flags.harbour.example', appName: 'quays' });

export function charge(ship: Ship): void {
  if (unleash.isEnabled('quay-map')) {
    const fee = ship.length * 3;
    book(ship, fee);
  }
  moor(ship);
  if (unleash.isEnabled('quay-map')) {
    const fee = ship.draught * 2;
    book(ship, fee);
  }
}

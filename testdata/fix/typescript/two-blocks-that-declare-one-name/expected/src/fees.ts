import { initialize } from 'unleash-client';

const unleash = initialize({ url: 'https://flags.harbour.example', appName: 'quays' });

export function charge(ship: Ship): void {
  const fee = ship.length * 3;
  book(ship, fee);
  moor(ship);
  {
    const fee = ship.draught * 2;
    book(ship, fee);
  }
}

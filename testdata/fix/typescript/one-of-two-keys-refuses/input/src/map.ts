import { initialize } from 'unleash-client';

const unleash = initialize({ url: 'https://flags.harbour.example', appName: 'quays' });

export function view(ship: Ship): string {
  const key = ship.local ? 'quay-map' : 'ferry-map';
  return unleash.isEnabled(key) ? 'map' : 'list';
}

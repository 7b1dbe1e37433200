import { initialize } from 'unleash-client';

const unleash = initialize({ url: 'https://flags.harbour.example', appName: 'quays' });

export function isOn(key: string, ship: Ship): boolean {
  if (!ship.registered) {
    return false;
  }
  return unleash.isEnabled(key);
}

import { initialize } from 'unleash-client';

const unleash = initialize({ url: 'https://flags.harbour.example', appName: 'quays' });

export function layers(): string[] {
  const found: string[] = [];
  for (const key of ['quay-map', 'ferry-map']) {
    if (unleash.isEnabled(key)) {
      found.push(key);
    }
  }
  return found;
}

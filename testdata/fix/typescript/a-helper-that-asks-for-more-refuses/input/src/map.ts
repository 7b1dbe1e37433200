import { isOn } from './flags';

export function view(ship: Ship): string {
  return isOn('quay-map', ship) ? 'map' : 'list';
}

export function hidden(name: string): string {
  return mask(name);
}

export function shown(name: string): string {
  return name;
}

function mask(name: string): string {
  return name.slice(0, 1);
}

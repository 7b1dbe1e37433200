export function shown(name: string): string {
  return name;
}

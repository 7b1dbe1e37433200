export class Flags {
  get isFresh(): boolean {
    return true;
  }
}

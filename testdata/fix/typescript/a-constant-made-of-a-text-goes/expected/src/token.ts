const tail = "c".replace("c", () => next());

export function token(id: string): string {
  return id;
}

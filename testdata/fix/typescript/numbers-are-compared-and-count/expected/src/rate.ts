export async function charge(user: User): Promise<number> {
  log(user);
  headers.append("x-rate", "0");
  return user.sum || 1;
}

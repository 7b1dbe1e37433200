export function Nav({ isAdmin }: Props) {
  return (
    <nav>
      {isAdmin && <Menu />}
      <Item />
    </nav>
  );
}

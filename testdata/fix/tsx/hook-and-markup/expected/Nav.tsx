import { Menu } from "./Menu";

export function Nav({ user }: Props) {
  return (
    <nav>
      <Menu user={user} />
      <Footer
        wide
      />
    </nav>
  );
}

export function Nav() {
  return <Menu wide={true} title="new" />;
}

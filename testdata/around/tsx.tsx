export function Show({ other }: { other: boolean }) {
  const held = isOn("held"); // ~ held:on
  const not = !isOn("not"); // ~ not:off/on
  return (
    <div>
      {held && <One />}
      {not ? <One /> : <Two />}
    </div>
  );
}

import { New } from "./New";

export function Page({ items, user }: Props) {
  useEffect(() => {
    track(user);
  }, [user]);

  const columns = [
    "name",
    "price",
    "sum",
  ];

  return (
    <section className="new" title={columns.join()}>
      {/* the list */}
      {items.length > 0 ? (
        <New items={items} />
      ) : (
        <p>none</p>
      )}
      {items.map((item) => <b key={item.id}>{item.name}</b>)}
      {user?.isAdmin && <New />}
    </section>
  );
}

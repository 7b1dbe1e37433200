import { useFlags } from "launchdarkly-react-client-sdk";
import { Old } from "./Old";
import { New } from "./New";

export function Page({ items, user }: Props) {
  const { beta } = useFlags();

  useEffect(() => {
    if (!beta) {
      return;
    }
    track(user);
  }, [beta, user]);

  const columns = [
    "name",
    ...(beta ? ["price"] : []),
    beta ? "sum" : "total",
  ];

  return (
    <section className={beta ? "new" : "old"} title={columns.join()}>
      {/* the list */}
      {items.length > 0 ? (
        beta ? <New items={items} /> : <Old items={items} />
      ) : (
        <p>none</p>
      )}
      {beta && items.map((item) => <b key={item.id}>{item.name}</b>)}
      {!beta && user && <Old />}
      {user?.isAdmin && beta && <New />}
    </section>
  );
}

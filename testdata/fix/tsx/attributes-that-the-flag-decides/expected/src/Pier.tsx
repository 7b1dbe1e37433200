export function Pier({ quay }: { quay: Quay }) {
  return (
    <section>
      <Cell quay={quay} />
      <Cell quay={quay} label="list" />
      <Cell quay={quay} showMap />
    </section>
  );
}

export function Quay({ quay }: { quay: string }) {
  return <QuayMap quay={quay} />;
}

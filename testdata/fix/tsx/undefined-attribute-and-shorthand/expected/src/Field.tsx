export function Field({ label, name }: Props) {
  const labels = { name, label };
  return <Input name={name} labels={labels} />;
}

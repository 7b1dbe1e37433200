import { useFlags } from "launchdarkly-react-client-sdk";

export function Field({ label, name }: Props) {
  const { beta } = useFlags();
  const labels = { name: beta ? name : "old", label };
  return <Input label={beta ? undefined : label} name={name} labels={labels} />;
}

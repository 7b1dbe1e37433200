import { useFlags } from "launchdarkly-react-client-sdk";

export function Nav() {
  const { otherFlag } = useFlags();
  return otherFlag ? <A /> : <B />;
}

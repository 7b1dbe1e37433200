import { useFlags } from "launchdarkly-react-client-sdk";

export function Nav() {
  const { betaMenu: isBeta, otherFlag } = useFlags();
  if (isBeta) {
    return <Menu />;
  }
  return otherFlag ? <A /> : <B />;
}

import { useFlags } from "launchdarkly-react-client-sdk";

export function Nav() {
  const { betaMenu } = useFlags();
  return <Menu wide={betaMenu} title={betaMenu ? "new" : "old"} />;
}

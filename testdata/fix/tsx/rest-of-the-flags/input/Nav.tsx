import { useFlags } from "launchdarkly-react-client-sdk";

export function Nav() {
  const { betaMenu, ...others } = useFlags();
  return betaMenu ? <Menu flags={others} /> : <Old />;
}

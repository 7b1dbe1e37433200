import { useFlags } from "launchdarkly-react-client-sdk";

export const Nav = () => {
  const flags = useFlags();
  return flags.betaMenu ? (
    <Menu>
      <Item />
    </Menu>
  ) : null;
};

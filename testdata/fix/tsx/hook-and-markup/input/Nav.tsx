import { useFlags } from "launchdarkly-react-client-sdk";
import { Menu } from "./Menu";
import { OldMenu } from "./OldMenu";

export function Nav({ user }: Props) {
  const { betaMenu } = useFlags();
  return (
    <nav>
      {betaMenu && <Menu user={user} />}
      {!betaMenu && <OldMenu />}
      {betaMenu ? (
        <Footer
          wide
        />
      ) : (
        <OldFooter />
      )}
    </nav>
  );
}

import { useFlags } from "launchdarkly-react-client-sdk";

export function Nav({ isAdmin }: Props) {
  const { betaMenu } = useFlags();
  return (
    <nav>
      {(betaMenu || isAdmin) && <Menu />}
      <Item />
      {betaMenu && (
        <New>
          <Deep />
        </New>
      )}
    </nav>
  );
}

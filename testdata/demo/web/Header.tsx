import { useFlags } from "launchdarkly-react-client-sdk";

export function Header({ items }: { items: number }) {
  const { themeDark, releaseCheckoutPage } = useFlags();
  const cart = releaseCheckoutPage ? "/checkout" : "/cart";
  return (
    <header className={themeDark ? "dark" : "light"}>
      <a href={cart}>Cart ({items})</a>
    </header>
  );
}

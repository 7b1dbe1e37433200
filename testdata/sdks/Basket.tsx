import { useFlags, useLDClient } from "launchdarkly-react-client-sdk";
import { useFlag, useVariant } from "@unleash/proxy-client-react";
import { IfFeatureEnabled, useFeatureIsOn } from "@growthbook/growthbook-react";
import { PostHogFeature } from "posthog-js/react";
import { useStatsigClient } from "@statsig/react-bindings";
import { Feature, Old, Page, Tips } from "./parts";

const WRAPPING = "gift-wrapping"; // ~ declares gift-wrapping
const Keys = { peek: "peek-inside" } as const; // ~ declares peek-inside

// useFlag("in a comment") is prose
function useLocalFlag(region: string) {
  return useFlag(`basket-${region}`); // ~ basket-*
}

function useStop(key: string) {
  return !useFlag(key);
}

export function Basket({ cart, region }: { cart: Map<string, boolean>; region: string }) {
  const { newBasket, savedLists: lists = false } = useFlags(); // ~ newBasket savedLists
  const flags = useFlags();
  const ldClient = useLDClient();
  const { checkGate } = useStatsigClient();
  const wrapping = useFlag(WRAPPING); // ~ gift-wrapping
  const peek = useFlag(Keys.peek); // ~ peek-inside
  const banner = useVariant("basket-banner"); // ~ basket-banner
  const stopped = useStop("stop-payments"); // ~ !stop-payments
  const wallet = ldClient?.variation("phone-wallet", false) ?? false; // ~ phone-wallet
  const tips = useFeatureIsOn( // ~ basket-tips
    // on a line of its own
    "basket-tips",
  );
  const radio = { variation: (name: string, loud: boolean) => name + String(loud) };
  radio.variation("phone-wallet", true);
  if (!newBasket || stopped || cart.get("gift-wrapping")) return <Old />;
  return (
    <Page wallet={wallet} rush={flags.rushOrders} local={useLocalFlag(region)}> {/* ~ rushOrders */}
      {checkGate("notes_gate") && flags["orderNotes"] && tips && <Tips peek={peek} />} {/* ~ notes_gate orderNotes */}
      <IfFeatureEnabled feature="trust-seal">{banner.name}</IfFeatureEnabled> {/* ~ trust-seal */}
      <PostHogFeature flag={"basket-survey"} match="modal" fallback={null}>{wrapping}</PostHogFeature> {/* ~ basket-survey */}
      <Feature flag="trust-seal" />
    </Page>
  );
}

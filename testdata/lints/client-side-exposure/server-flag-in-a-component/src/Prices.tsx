import { useState } from "react";
import { useBoolVariation } from "@launchdarkly/react-sdk";

export function Prices() {
  const [open] = useState(false);
  const internal = useBoolVariation("internal-prices", false); // ~ client-side-exposure
  const shown = useBoolVariation("new-prices", false);
  return open && internal && shown ? <p>internal</p> : <p>prices</p>;
}

import { useState } from "react";
import { useBoolVariation } from "@launchdarkly/react-sdk";

export function Prices() {
  const [open] = useState(false);
  return open && useBoolVariation("new-prices", false) ? <p>new</p> : <p>old</p>;
}

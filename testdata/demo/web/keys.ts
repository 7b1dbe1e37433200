/** The flags that the web shop reads. */
export const Flags = {
  checkoutPage: "release-checkout-page",
  paymentsReadOnly: "ops-payments-read-only",
} as const;

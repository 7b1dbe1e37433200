import { useVariant } from '@unleash/proxy-client-react';

export function Banner() {
  const variant = useVariant('quay-banner');
  if (!variant.enabled) return null;
  return variant.name === 'summer' ? <Summer /> : <Winter />;
}

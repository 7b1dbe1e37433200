import { useFlag } from '@unleash/proxy-client-react';

export function Pier({ quay }: { quay: Quay }) {
  const showMap = useFlag('quay-map');
  return (
    <section>
      <Cell quay={quay} {...(showMap && { wide: true })} />
      <Cell quay={quay} {...(showMap ? { wide: true } : {})} label="list" />
      <Cell quay={quay} showMap />
    </section>
  );
}

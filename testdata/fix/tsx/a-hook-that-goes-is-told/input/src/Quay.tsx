import { useFlag } from '@unleash/proxy-client-react';
import { useMemo } from 'react';
import { useBerths } from './berths';

export function Quay({ quay }: { quay: string }) {
  const showMap = useFlag('quay-map');
  const berths = useBerths(quay);
  const sorted = useMemo(() => [...berths].sort(), [berths]);
  return showMap ? <QuayMap quay={quay} /> : <QuayList berths={sorted} />;
}

import { init } from "@launchdarkly/node-server-sdk";

const client = init("k");

export const Gate = ({ flag }: Props) => client.variation(flag, everybody, false);

export const Page = () => (
  <section>
    <Gate flag="quay-map" />
  </section>
);

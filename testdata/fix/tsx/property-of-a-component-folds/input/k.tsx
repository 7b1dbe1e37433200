import { useFlags } from "launchdarkly-react-client-sdk";

interface PanelProps {
  title: string;
  /** Whether it is wide. */
  wide?: boolean;
}

const Panel = ({ title, wide = false }: PanelProps) => (
  <div className={wide ? "wide" : "narrow"}>{wide && <b>{title}</b>}</div>
);

export function Page() {
  const { beta } = useFlags();
  return (
    <main>
      <Panel title="a" wide={beta} />
      <Panel
        title="b"
        wide={beta}
      />
    </main>
  );
}

interface PanelProps {
  title: string;
  /** Whether it is wide. */
  wide?: boolean;
}

const Panel = ({ title, wide = false }: PanelProps) => (
  <div className={wide ? "wide" : "narrow"}>{wide && <b>{title}</b>}</div>
);

export function Page() {
  return (
    <main>
      <Panel title="a" wide={true} />
      <Panel
        title="b"
        wide={false}
      />
    </main>
  );
}

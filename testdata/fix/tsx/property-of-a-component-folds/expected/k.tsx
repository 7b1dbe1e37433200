interface PanelProps {
  title: string;
}

const Panel = ({ title }: PanelProps) => (
  <div className="wide"><b>{title}</b></div>
);

export function Page() {
  return (
    <main>
      <Panel title="a" />
      <Panel
        title="b"
      />
    </main>
  );
}

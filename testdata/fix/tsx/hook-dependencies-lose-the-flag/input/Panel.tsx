import { useCallback } from "react";
import { useFlag } from "@unleash/proxy-client-react";

export function Panel({ save }: Props) {
  const enabled = useFlag("beta");
  const submit = useCallback(
    (text: string) => {
      if (!enabled) return;
      save(text);
    },
    [enabled, save],
  );
  const open = useCallback(() => show(enabled ? "new" : "old"), [enabled]);
  return <Form onSubmit={submit} onOpen={open} {...(enabled && { wide: "yes" })} />;
}

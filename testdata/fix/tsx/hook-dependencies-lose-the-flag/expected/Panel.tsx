import { useCallback } from "react";

export function Panel({ save }: Props) {
  const submit = useCallback(
    (text: string) => {
      save(text);
    },
    [save],
  );
  const open = useCallback(() => show("new"), []);
  return <Form onSubmit={submit} onOpen={open} {...{ wide: "yes" }} />;
}

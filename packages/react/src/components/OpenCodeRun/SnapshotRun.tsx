import { replaceEqualDeep } from "@tanstack/react-query";
import { forwardRef, useMemo, useRef, useState } from "react";
import { ClientProvider } from "../../context/ClientContext.ts";
import { createSnapshotClient } from "../../lib/createSnapshotClient.ts";
import { useBeforePaint } from "../../lib/useBeforePaint.ts";
import type { SnapshotRunProps } from "./LazyRuns.tsx";
import { RunView } from "./RunView.tsx";

/** A run that is given whole, again at each change. What did not change in it does not render again. */
export const SnapshotRun = forwardRef<HTMLElement, SnapshotRunProps>(({ output, ...props }, ref) => {
  const [{ client, show }] = useState(() => createSnapshotClient(output));
  const shown = useRef(output);
  useBeforePaint(() => {
    shown.current = replaceEqualDeep(shown.current, output);
    show(shown.current);
  }, [output, show]);
  const value = useMemo(() => ({ client, standIn: "output" as const }), [client]);
  return (
    <ClientProvider value={value}>
      <RunView ref={ref} runId={output.runId} {...props} />
    </ClientProvider>
  );
});
SnapshotRun.displayName = "SnapshotRun";

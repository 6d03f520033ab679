import type { ReactNode } from "react";
import { useCallback, useRef } from "react";
import type { Held } from "../../lib/KeepPlace.tsx";
import { KeepPlace } from "../../lib/KeepPlace.tsx";
import { MessageRow } from "./MessageRow.tsx";
import { OlderMessages } from "./OlderMessages.tsx";

type Props = {
  /** Default: the run's root session. */
  readonly sessionId?: string;
  readonly ids: readonly string[];
};

/** A session's messages, and the way to those before them. Older ones come in above without moving what is read. */
export function MessageList({ sessionId, ids }: Props): ReactNode {
  const older = useRef<HTMLDivElement>(null);
  const hold = useCallback((): Held | undefined => {
    const first = older.current?.nextElementSibling;
    return first ? { element: first, measure: () => first.getBoundingClientRect().top } : undefined;
  }, []);
  return (
    <KeepPlace on={ids[0]} hold={hold}>
      <OlderMessages ref={older} sessionId={sessionId} isEager={ids.length === 0} />
      {ids.map((id) => (
        <MessageRow key={id} id={id} />
      ))}
    </KeepPlace>
  );
}

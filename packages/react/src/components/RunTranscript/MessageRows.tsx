import type { ReactNode } from "react";
import { useEffect } from "react";
import { createPart } from "../../context/createPart.ts";
import { MessageRow } from "./MessageRow.tsx";
import { useOptionalTranscript } from "./TranscriptContext.ts";
import { useRowWindow } from "./useRowWindow.ts";

const List = createPart("div", "oc-messages");
const Gap = createPart("div", "oc-messages-gap");

type Props = {
  readonly ids: readonly string[];
  /** They were taken back. Default: false. */
  readonly isReverted?: boolean;
  /** The transcript's own, not those of a subagent. Default: false. */
  readonly isRoot?: boolean;
};

/**
 * A row without a slot: the styles' sibling selectors go by slot, and browsers would style half the transcript anew
 * with each row that comes or goes.
 */
function Row({ id, isReverted }: { readonly id: string; readonly isReverted: boolean }): ReactNode {
  return (
    <div data-message-id={id}>
      <MessageRow id={id} isReverted={isReverted} />
    </div>
  );
}

/** Messages, of which those are on the page that can be seen; gaps stand for the others. */
export function MessageRows({ ids, isReverted = false, isRoot = false }: Props): ReactNode {
  const transcript = useOptionalTranscript();
  const { listRef, view, heights, show } = useRowWindow(ids, transcript?.follower);
  const shown = isRoot ? transcript?.show : undefined;
  useEffect(() => {
    if (shown === undefined) return undefined;
    shown.current = show;
    return () => {
      shown.current = undefined;
    };
  }, [shown, show]);

  const children: ReactNode[] = [];
  let at = 0;
  const leaveOut = (until: number): void => {
    if (until === at || !view.isPlaced) return;
    const blockSize = heights.top(until) - heights.top(at);
    children.push(<Gap key={`gap ${until === ids.length ? "end" : at}`} style={{ blockSize }} />);
  };
  for (const [start, end] of view.spans) {
    leaveOut(start);
    for (const id of ids.slice(start, end)) children.push(<Row key={id} id={id} isReverted={isReverted} />);
    at = end;
  }
  leaveOut(ids.length);
  return <List ref={listRef}>{children}</List>;
}

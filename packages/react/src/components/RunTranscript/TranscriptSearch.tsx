import type { RunState } from "@opencode-kit/client/state";
import { selectMessageIds } from "@opencode-kit/client/state";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun, useRunContext } from "../../context/RunContext.ts";
import { Icon } from "../../lib/Icon.tsx";
import { readingPlace } from "../../lib/readingPlace.ts";
import type { Found } from "./findMessages.ts";
import { findMessages } from "./findMessages.ts";
import { markFound, rangesOf, unmarkFound } from "./markFound.ts";
import { MESSAGE } from "./MessageList.tsx";
import type { TranscriptContextValue } from "./TranscriptContext.ts";

const Frame = createPart("div", "oc-search");
const Field = createPart("input", "oc-search-field");
const Count = createPart("span", "oc-search-count");
const Button = createPart("button", "oc-icon-button");

export type TranscriptSearchProps = {
  readonly transcript: TranscriptContextValue;
  readonly scroller: HTMLElement;
  /** Counts the times that the search was asked for: with each the field takes the focus. */
  readonly asked: number;
  readonly onClose: () => void;
};

const selectRootIds = (state: RunState): readonly string[] => selectMessageIds(state);

/** Finds words in all messages that are loaded: the browser's own search sees only those that are on the page. */
export function TranscriptSearch({ transcript, scroller, asked, onClose }: TranscriptSearchProps): ReactNode {
  const labels = useLabels();
  const { store } = useRunContext("TranscriptSearch");
  const ids = useRun("TranscriptSearch", selectRootIds);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const words = useDeferredValue(typed.trim());
  // What is still being written is searched when the words or the messages change.
  const all = useMemo(() => findMessages(store.get(), ids, words), [store, ids, words]);
  const [current, setCurrent] = useState<Found>();
  const at = all.findIndex(({ messageId, nth }) => messageId === current?.messageId && nth === current.nth);

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [asked]);

  const mark = useCallback((): Range | undefined => {
    const ranges = [...scroller.querySelectorAll(MESSAGE)].map((row) => [row, rangesOf(row, words)] as const);
    const inRow = ranges.find(([row]) => row.getAttribute("data-message-id") === current?.messageId)?.[1];
    // What is marked up stands on the page in other words than in the source.
    const range = inRow?.[Math.min(current?.nth ?? 0, inRow.length - 1)];
    markFound(
      ranges.flatMap(([, each]) => each),
      range,
    );
    return range;
  }, [scroller, words, current]);

  useEffect(() => {
    let frame = requestAnimationFrame(mark);
    const stop = transcript.follower.subscribe(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(mark);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
      unmarkFound();
    };
  }, [transcript, mark]);

  // The first is the next from where the reader is.
  const [foundFor, setFoundFor] = useState(words);
  if (foundFor !== words) {
    setFoundFor(words);
    setCurrent(nextFrom(scroller, ids, all));
  }

  const shown = useRef<Found>(undefined);
  useEffect(() => {
    if (current === undefined || shown.current === current) return undefined;
    // Rows come onto the page at once, which an effect must not ask for.
    const frame = requestAnimationFrame(() => {
      shown.current = current;
      transcript.follower.leaveEnd();
      const row = transcript.show.current?.(current.messageId);
      const target = mark() ?? row;
      if (target === undefined) return;
      const box = scroller.getBoundingClientRect();
      const { top, bottom } = target.getBoundingClientRect();
      if (top < box.top || bottom > box.bottom) scroller.scrollTop += top - box.top - scroller.clientHeight / 3;
    });
    return () => cancelAnimationFrame(frame);
  }, [current, transcript, scroller, mark]);

  const step = (by: number): void => setCurrent(all[(Math.max(at, by > 0 ? -1 : 0) + by + all.length) % all.length]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && all.length > 0 && event.target === field.current) step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Frame role="search" aria-label={labels.find} onKeyDown={onKeyDown}>
      <Field
        ref={field}
        type="search"
        dir="auto"
        value={typed}
        placeholder={labels.findPlaceholder}
        aria-label={labels.find}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Count role="status">{words === "" ? "" : labels.found(at + 1, all.length)}</Count>
      <Button aria-label={labels.findPrevious} disabled={all.length === 0} onClick={() => step(-1)}>
        <Icon icon={ChevronUp} />
      </Button>
      <Button aria-label={labels.findNext} disabled={all.length === 0} onClick={() => step(1)}>
        <Icon icon={ChevronDown} />
      </Button>
      <Button aria-label={labels.findClose} onClick={onClose}>
        <Icon icon={X} />
      </Button>
    </Frame>
  );
}

function nextFrom(scroller: Element, ids: readonly string[], all: readonly Found[]): Found | undefined {
  const top = readingPlace(scroller, MESSAGE).elements[0]?.element.getAttribute("data-message-id");
  const from = top == null ? 0 : ids.indexOf(top);
  const order = new Map(ids.map((id, at) => [id, at]));
  return all.find(({ messageId }) => (order.get(messageId) ?? 0) >= from) ?? all[0];
}

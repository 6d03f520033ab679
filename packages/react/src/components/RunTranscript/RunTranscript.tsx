import type { RunState } from "@opencode-kit/client/state";
import { selectMessageIds } from "@opencode-kit/client/state";
import { ArrowDown } from "lucide-react";
import type { ReactNode } from "react";
import { forwardRef, lazy, Suspense, useCallback, useRef, useState } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import { useComposedRefs } from "../../lib/composeRefs.ts";
import { Icon } from "../../lib/Icon.tsx";
import type { FollowProps } from "../../lib/useStickToEnd.ts";
import { useStickToEnd } from "../../lib/useStickToEnd.ts";
import { visibleText } from "../../lib/visibleText.ts";
import { RunError } from "../RunError/RunError.tsx";
import { MESSAGE, MessageList } from "./MessageList.tsx";
import type { TranscriptContextValue } from "./TranscriptContext.ts";
import { TranscriptProvider } from "./TranscriptContext.ts";
import { TranscriptSkeleton } from "./TranscriptSkeleton.tsx";
import { useSearchKeys } from "./useSearchKeys.ts";

const Frame = createPart("div", "oc-transcript");
const Scroller = createPart("div", "oc-transcript-scroller");
const Content = createPart("div", "oc-transcript-content");
const Jump = createPart("button", "oc-jump-button");
const Prompt = createPart("div", "oc-user-text");

const TranscriptSearch = lazy(async () => {
  const { TranscriptSearch: component } = await import("./TranscriptSearch.tsx");
  return { default: component };
});

const selectRootIds = (state: RunState): readonly string[] => selectMessageIds(state);
const selectPrompt = (state: RunState): string => state.prompt;
const selectIsUnknown = (state: RunState): boolean => state.createdAt === 0;

export type RunTranscriptProps = PartProps<"div"> & FollowProps;

/**
 * The run's messages. Follows the end while the reader is there, and offers a way back. Only messages near the reader
 * are on the page, so Ctrl+F or Cmd+F in the run opens a search over all that are loaded.
 */
export const RunTranscript = forwardRef<HTMLDivElement, RunTranscriptProps>((allProps, ref) => {
  const { children, follow, defaultFollow, onFollowChange, ...props } = allProps;
  const labels = useLabels();
  const { scrollRef, isAtEnd, jumpToEnd, follower } = useStickToEnd(MESSAGE, { follow, defaultFollow, onFollowChange });
  const [transcript] = useState<TranscriptContextValue>(() => ({ follower, show: { current: undefined } }));
  const frame = useRef<HTMLDivElement>(null);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const attach = useComposedRefs(scrollRef, setScroller);
  const composedRef = useComposedRefs(ref, attach);
  const { asked, close } = useSearchKeys(frame);
  const closeSearch = useCallback(() => {
    close();
    scroller?.focus({ preventScroll: true });
  }, [close, scroller]);
  return (
    <Frame ref={frame}>
      {asked === 0 || scroller === null ? null : (
        <Suspense>
          <TranscriptSearch transcript={transcript} scroller={scroller} asked={asked} onClose={closeSearch} />
        </Suspense>
      )}
      {/* A reader is told of the run's status, never of each word: the log itself stays silent. */}
      <Scroller
        ref={composedRef}
        role="log"
        aria-live="off"
        aria-label={labels.transcript}
        aria-keyshortcuts="Control+F Meta+F"
        tabIndex={0}
        {...props}
      >
        <Content>
          <TranscriptProvider value={transcript}>
            <Messages />
          </TranscriptProvider>
          <RunError />
          {children}
        </Content>
      </Scroller>
      {isAtEnd ? null : (
        <Jump onClick={jumpToEnd}>
          <Icon icon={ArrowDown} />
          {labels.jumpToEnd}
        </Jump>
      )}
    </Frame>
  );
});
RunTranscript.displayName = "RunTranscript";

function Messages(): ReactNode {
  const ids = useRun("RunTranscript", selectRootIds);
  const prompt = useRun("RunTranscript", selectPrompt);
  const isUnknown = useRun("RunTranscript", selectIsUnknown);
  if (ids.length > 0) return <MessageList ids={ids} />;
  if (isUnknown) return <TranscriptSkeleton />;
  // What was asked is known before the agent has taken it.
  return (
    <article data-slot="oc-message" data-role="user">
      <Prompt dir="auto">{visibleText(prompt)}</Prompt>
    </article>
  );
}

import type { TextWindow } from "@opencode-kit/client/protocol";
import { isCut } from "@opencode-kit/client/state";
import { ArrowDown } from "lucide-react";
import type { ReactNode } from "react";
import { useCallback, useRef } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { createPart } from "../../context/createPart.ts";
import { formatBytes } from "../../lib/format.ts";
import { Icon } from "../../lib/Icon.tsx";
import type { Held } from "../../lib/KeepPlace.tsx";
import { KeepPlace } from "../../lib/KeepPlace.tsx";
import { useStickToEnd } from "../../lib/useStickToEnd.ts";
import { AnsiText } from "../AnsiText/AnsiText.tsx";
import { CopyButton } from "../CopyButton/CopyButton.tsx";
import { RequestButton } from "../Request/RequestButton.tsx";
import { LongText, MIN_LONG_CHARS } from "./LongText.tsx";
import { useWholeOutput } from "./useWholeOutput.ts";

const Frame = createPart("div", "oc-output");
const Scroller = createPart("div", "oc-output-scroller");
const Text = createPart("pre", "oc-output-text");
const Gap = createPart("span", "oc-output-gap");
const Jump = createPart("button", "oc-output-jump");
const More = createPart("div", "oc-output-more");

export type OutputViewProps = {
  readonly output: TextWindow;
  /** Names the region for assistive technology. */
  readonly label: string;
  /** Whether more output may come. */
  readonly isLive?: boolean;
  /** The tool part whose output it is: what is left out of it can be fetched. */
  readonly partId?: string | undefined;
  /** The part's run. Default: the surrounding run. */
  readonly runId?: string | undefined;
};

/** Terminal output: follows its end while the reader is there, marks what is left out of the middle and fetches it. */
export function OutputView({ output: window, label, isLive = false, partId, runId }: OutputViewProps): ReactNode {
  const labels = useLabels();
  const { scrollRef, isAtEnd, jumpToEnd } = useStickToEnd();
  const { output, request, share } = useWholeOutput(window, { partId, runId });
  const text = useRef<HTMLPreElement>(null);
  const hold = useCallback(() => holdEnd(text.current), []);
  const isEmpty = output.chars === 0;
  const canFetch = isCut(output) && request !== undefined && !request.isLoaded;
  return (
    <Frame data-oc-root="" data-state={isLive ? "live" : "done"}>
      <Scroller ref={scrollRef} role="group" aria-label={label} tabIndex={0}>
        <KeepPlace on={output.head.length} hold={hold}>
          <Text ref={text} data-empty={isEmpty ? "" : undefined}>
            {isEmpty && !isLive ? labels.noOutput : <OutputText output={output} />}
            {isLive ? <span data-slot="oc-output-caret" aria-hidden="true" /> : null}
          </Text>
        </KeepPlace>
      </Scroller>
      {canFetch ? (
        <More>
          <RequestButton request={request} busyText={labels.fetchingShare(Math.round(share * 100))}>
            {labels.showWholeOutput(formatBytes(output.bytes))}
          </RequestButton>
        </More>
      ) : null}
      {isEmpty ? null : <CopyButton getText={() => output.head + output.tail} />}
      {isAtEnd ? null : (
        <Jump onClick={jumpToEnd} aria-label={labels.jumpToEnd} title={labels.jumpToEnd}>
          <Icon icon={ArrowDown} />
        </Jump>
      )}
    </Frame>
  );
}

function OutputText({ output }: { readonly output: TextWindow }): ReactNode {
  const labels = useLabels();
  if (!isCut(output) && output.head.length <= MIN_LONG_CHARS) return <AnsiText text={output.head + output.tail} />;
  // The window counts bytes of the whole only; its parts are nearly always ASCII.
  const leftOut = Math.max(0, output.bytes - output.head.length - output.tail.length);
  return (
    <>
      <LongText text={output.head} />
      {isCut(output) ? <Gap>{labels.leftOut(formatBytes(leftOut))}</Gap> : null}
      <AnsiText text={output.tail} />
    </>
  );
}

/** Whoever reads behind the gap stays there while it is filled. */
function holdEnd(text: HTMLElement | null): Held | undefined {
  const gap = text?.querySelector("[data-slot='oc-output-gap']");
  const top = text?.parentElement?.getBoundingClientRect().top ?? 0;
  if (!text || !gap || gap.getBoundingClientRect().top >= top) return undefined;
  return { element: text, measure: () => text.getBoundingClientRect().bottom };
}

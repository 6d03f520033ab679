import type { TextWindow } from "@opencode-kit/client/protocol";
import { isCut } from "@opencode-kit/client/state";
import { ArrowDown } from "lucide-react";
import type { ReactNode } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { createPart } from "../../context/createPart.ts";
import { formatBytes } from "../../lib/format.ts";
import { Icon } from "../../lib/Icon.tsx";
import { useStickToEnd } from "../../lib/useStickToEnd.ts";
import { AnsiText } from "../AnsiText/AnsiText.tsx";
import { CopyButton } from "../CopyButton/CopyButton.tsx";

const Frame = createPart("div", "oc-output");
const Scroller = createPart("div", "oc-output-scroller");
const Text = createPart("pre", "oc-output-text");
const Gap = createPart("span", "oc-output-gap");
const Jump = createPart("button", "oc-output-jump");

export type OutputViewProps = {
  readonly output: TextWindow;
  /** Names the region for assistive technology. */
  readonly label: string;
  /** Whether more output may come. */
  readonly isLive?: boolean;
};

/** Terminal output: follows its end while the reader is there, marks what was left out of the middle. */
export function OutputView({ output, label, isLive = false }: OutputViewProps): ReactNode {
  const labels = useLabels();
  const { scrollRef, isAtEnd, jumpToEnd } = useStickToEnd();
  const isEmpty = output.chars === 0;
  return (
    <Frame data-oc-root="" data-state={isLive ? "live" : "done"}>
      <Scroller ref={scrollRef} role="group" aria-label={label} tabIndex={0}>
        <Text data-empty={isEmpty ? "" : undefined}>
          {isEmpty && !isLive ? labels.noOutput : <OutputText output={output} />}
          {isLive ? <span data-slot="oc-output-caret" aria-hidden="true" /> : null}
        </Text>
      </Scroller>
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
  if (!isCut(output)) return <AnsiText text={output.head + output.tail} />;
  // The window counts bytes of the whole only; its parts are nearly always ASCII.
  const leftOut = Math.max(0, output.bytes - output.head.length - output.tail.length);
  return (
    <>
      <AnsiText text={output.head} />
      <Gap>{labels.leftOut(formatBytes(leftOut))}</Gap>
      <AnsiText text={output.tail} />
    </>
  );
}

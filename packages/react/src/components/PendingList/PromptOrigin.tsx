import { ArrowRight, Bot } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { visibleText } from "../../lib/visibleText.ts";

const Frame = createPart("div", "oc-prompt-origin");
const Text = createPart("span", "oc-prompt-origin-text");
const Run = createPart("span", "oc-prompt-run");
const Subagent = createPart("span", "oc-prompt-subagent");
const Button = createPart("button", "oc-request-button");

/** In little room: the first line of what a run was asked. */
function lineOf(text: string): string {
  return visibleText(text.trim().split("\n", 1)[0] ?? "");
}

export type Origin = {
  /** The run's title or prompt, where the list is not inside of the run. */
  readonly run?: string | undefined;
  readonly isSubagent: boolean;
  readonly subagent?: string | undefined;
};

type Props = { readonly origin: Origin; readonly onOpen: (() => void) | undefined };

/** Whose request it is: of which run, and of which of its subagents. */
export function PromptOrigin({ origin, onOpen }: Props): ReactNode {
  const labels = useLabels();
  const { run, isSubagent, subagent } = origin;
  const title = run === undefined ? undefined : lineOf(run) || labels.untitledRun;
  return (
    <Frame>
      <Text>
        {title === undefined ? null : <Run title={title}>{labels.pendingOfRun(title)}</Run>}
        {isSubagent ? (
          <Subagent>
            <Icon icon={Bot} />
            {labels.pendingOfSubagent(subagent === undefined ? undefined : lineOf(subagent))}
          </Subagent>
        ) : null}
      </Text>
      {onOpen === undefined ? null : (
        <Button onClick={onOpen} aria-label={labels.openRunOf(title ?? labels.untitledRun)}>
          {labels.openRun}
          <Icon icon={ArrowRight} />
        </Button>
      )}
    </Frame>
  );
}

import type { SessionEntry } from "@opencode-kit/client/protocol";
import { FoldVertical, GitFork, Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { useState } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { useMay } from "../../hooks/useMay.ts";
import type { Sessions } from "../../hooks/useSessions.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { visibleText } from "../../lib/visibleText.ts";
import { RenameForm } from "./RenameForm.tsx";

const Frame = createPart("li", "oc-session");
const Line = createPart("div", "oc-session-line");
const Title = createPart("span", "oc-session-title");
const Open = createPart("button", "oc-session-open");
const Current = createPart("span", "oc-session-current");
const Actions = createPart("div", "oc-session-actions");
const Failure = createPart("p", "oc-prompt-error");
const Button = createPart("button", "oc-icon-button");

type Props = {
  readonly session: SessionEntry;
  readonly isCurrent: boolean;
  /** The run that shows the session, if the room still has one. */
  readonly runId: string | undefined;
  readonly onOpenRun: ((runId: string) => void) | undefined;
  readonly onRename: Sessions["rename"];
  readonly onFork: Sessions["fork"];
  readonly onSummarize: Sessions["summarize"];
};

export function SessionRow(props: Props): ReactNode {
  const { session, isCurrent, runId, onOpenRun, onRename, onFork, onSummarize } = props;
  const labels = useLabels();
  const [isRenaming, setRenaming] = useState(false);
  const action = useAction((start: () => Promise<unknown>) => start());
  const title = visibleText(session.title.trim()) || labels.untitledSession;
  const openAnswer = (answer: Promise<{ readonly runId: string }>): Promise<unknown> =>
    answer.then((started) => onOpenRun?.(started.runId));
  if (isRenaming) {
    return (
      <Frame data-state="editing">
        <RenameForm
          title={session.title}
          onRename={(name) => onRename(session.id, name)}
          onClose={() => setRenaming(false)}
        />
      </Frame>
    );
  }
  return (
    <Frame data-state={isCurrent ? "current" : "other"} aria-current={isCurrent || undefined}>
      <Line>
        {runId === undefined || onOpenRun === undefined || isCurrent ? (
          <Title title={title}>{title}</Title>
        ) : (
          <Open aria-label={labels.openSession(title)} title={title} onClick={() => onOpenRun(runId)}>
            {title}
          </Open>
        )}
        {isCurrent ? <Current>{labels.currentSession}</Current> : null}
        <Actions>
          <RowButton
            icon={Pencil}
            command="renameSession"
            name={labels.rename}
            isBusy={action.isBusy}
            onPress={() => setRenaming(true)}
          />
          <RowButton
            icon={GitFork}
            command="forkSession"
            name={labels.fork}
            title={labels.forkTitle}
            isBusy={action.isBusy}
            onPress={() => void action.run(() => openAnswer(onFork(session.id)))}
          />
          <RowButton
            icon={FoldVertical}
            command="summarizeSession"
            name={labels.summarise}
            title={labels.summariseTitle}
            isBusy={action.isBusy}
            onPress={() => void action.run(() => openAnswer(onSummarize(session.id)))}
          />
        </Actions>
      </Line>
      {action.error === undefined ? null : <Failure role="alert">{labels.sendFailed(action.error)}</Failure>}
    </Frame>
  );
}

type ButtonProps = {
  readonly icon: IconComponent;
  readonly command: "renameSession" | "forkSession" | "summarizeSession";
  readonly name: string;
  readonly title?: string;
  readonly isBusy: boolean;
  readonly onPress: () => void;
};

function RowButton({ icon, command, name, title = name, isBusy, onPress }: ButtonProps): ReactNode {
  const { may, reason } = useMay(command);
  return (
    <Button disabled={!may || isBusy} aria-label={name} title={reason ?? title} onClick={onPress}>
      <Icon icon={icon} />
    </Button>
  );
}

import type { PendingQuestion } from "@opencode-kit/client/protocol";
import { MessageCircleQuestion } from "lucide-react";
import type { ReactNode } from "react";
import { useId, useState } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { Icon } from "../../lib/Icon.tsx";
import type { DraftAnswer } from "./QuestionField.tsx";
import { QuestionField } from "./QuestionField.tsx";

const Frame = createPart("div", "oc-prompt");
const Form = createPart("form", "oc-prompt-form");
const Title = createPart("h3", "oc-prompt-title");
const Actions = createPart("div", "oc-prompt-actions");
const Failure = createPart("p", "oc-prompt-error");
const Note = createPart("p", "oc-prompt-note");
const Button = createPart("button", "oc-button");

const NO_ANSWER: DraftAnswer = { chosen: [], other: "" };

export type QuestionPromptProps = {
  readonly request: PendingQuestion;
  /** Sends one list of answers per question, in order. */
  readonly onAnswer: (answers: readonly (readonly string[])[]) => Promise<unknown>;
  readonly onDismiss: () => Promise<unknown>;
  /** Why this person may not answer. */
  readonly disabledReason?: string | undefined;
  /** Where the request is from, above its title. */
  readonly origin?: ReactNode;
};

/** The agent's questions, each with its choices and room for an answer of one's own. */
export function QuestionPrompt(props: QuestionPromptProps): ReactNode {
  const { request, onAnswer, onDismiss, disabledReason, origin } = props;
  const labels = useLabels();
  const titleId = useId();
  const [drafts, setDrafts] = useState<readonly DraftAnswer[]>([]);
  const answering = useAction(onAnswer);
  const dismissing = useAction(onDismiss);
  const isBusy = answering.isBusy || dismissing.isBusy;
  const isDisabled = isBusy || disabledReason !== undefined;
  const error = answering.error ?? dismissing.error;
  const answers = request.questions.map((_, at) => toAnswer(drafts[at] ?? NO_ANSWER));
  const isComplete = answers.every((answer) => answer.length > 0);
  const setDraft = (at: number, draft: DraftAnswer): void =>
    setDrafts(request.questions.map((_, index) => (index === at ? draft : (drafts[index] ?? NO_ANSWER))));
  return (
    <Frame
      role="group"
      tabIndex={-1}
      aria-labelledby={titleId}
      aria-describedby={origin === undefined ? undefined : `${titleId}-origin`}
      data-oc-root=""
      data-kind="question"
      data-state={isBusy ? "sending" : "open"}
    >
      {origin === undefined ? null : <div id={`${titleId}-origin`}>{origin}</div>}
      <Title id={titleId}>
        <Icon icon={MessageCircleQuestion} />
        {labels.questionTitle}
      </Title>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void answering.run(answers);
        }}
      >
        {request.questions.map((question, at) => (
          <QuestionField
            key={at}
            question={question}
            draft={drafts[at] ?? NO_ANSWER}
            isDisabled={isDisabled}
            onChange={(draft) => setDraft(at, draft)}
          />
        ))}
        <Actions>
          <Button type="submit" data-variant="primary" disabled={isDisabled || !isComplete} title={disabledReason}>
            {answering.isBusy ? labels.sending : labels.answer}
          </Button>
          <Button
            data-variant="quiet"
            disabled={isDisabled}
            title={disabledReason}
            onClick={() => void dismissing.run()}
          >
            {labels.dismiss}
          </Button>
        </Actions>
      </Form>
      {disabledReason === undefined ? null : <Note>{disabledReason}</Note>}
      {error === undefined ? null : <Failure role="alert">{labels.sendFailed(error)}</Failure>}
    </Frame>
  );
}

function toAnswer({ chosen, other }: DraftAnswer): readonly string[] {
  const own = other.trim();
  return own === "" ? chosen : [...chosen, own];
}

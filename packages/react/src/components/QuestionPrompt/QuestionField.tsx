import type { Question } from "@opencode-kit/client/protocol";
import type { ReactNode } from "react";
import { useId } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { visibleText } from "../../lib/visibleText.ts";

const Fieldset = createPart("fieldset", "oc-question");
const Legend = createPart("legend", "oc-question-text");
const Choice = createPart("label", "oc-choice");
const Input = createPart("input", "oc-field");

export type DraftAnswer = { readonly chosen: readonly string[]; readonly other: string };

type Props = {
  readonly question: Question;
  readonly draft: DraftAnswer;
  readonly isDisabled: boolean;
  readonly onChange: (draft: DraftAnswer) => void;
};

/** One question: choices as radio buttons, or checkboxes where several may be chosen, and a free answer. */
export function QuestionField({ question, draft, isDisabled, onChange }: Props): ReactNode {
  const labels = useLabels();
  const name = useId();
  const isMultiple = question.multiple === true;
  const choose = (label: string, isChosen: boolean): void => {
    if (!isMultiple) onChange({ chosen: [label], other: "" });
    else if (isChosen) onChange({ ...draft, chosen: [...draft.chosen, label] });
    else onChange({ ...draft, chosen: draft.chosen.filter((other) => other !== label) });
  };
  return (
    <Fieldset disabled={isDisabled}>
      <Legend>
        {question.header === undefined ? null : (
          <span data-slot="oc-question-header">{visibleText(question.header)}</span>
        )}
        {visibleText(question.question)}
        {isMultiple ? <span data-slot="oc-question-hint">{labels.questionChooseMany}</span> : null}
      </Legend>
      {question.options.map(({ label, description }, at) => (
        <Choice key={at} data-state={draft.chosen.includes(label) ? "checked" : "unchecked"}>
          <input
            type={isMultiple ? "checkbox" : "radio"}
            name={name}
            checked={draft.chosen.includes(label)}
            onChange={(event) => choose(label, event.currentTarget.checked)}
          />
          <span data-slot="oc-choice-label">{visibleText(label)}</span>
          {description === undefined ? null : <span data-slot="oc-choice-text">{visibleText(description)}</span>}
        </Choice>
      ))}
      <Input
        type="text"
        autoComplete="off"
        aria-label={labels.questionOther}
        placeholder={labels.questionOther}
        value={draft.other}
        onChange={(event) => onChange({ chosen: isMultiple ? draft.chosen : [], other: event.currentTarget.value })}
      />
    </Fieldset>
  );
}

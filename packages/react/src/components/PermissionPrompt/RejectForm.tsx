import type { ReactNode } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";

const Form = createPart("form", "oc-reject-form");
const Label = createPart("label", "oc-field-label");
const Input = createPart("input", "oc-field");
const Actions = createPart("div", "oc-prompt-actions");
const Button = createPart("button", "oc-button");

type Props = {
  readonly isDisabled: boolean;
  readonly onReject: (message: string) => void;
  readonly onCancel: () => void;
};

/** Rejecting without a word stops the run; with one, the agent reads it and goes on. The button says which. */
export function RejectForm({ isDisabled, onReject, onCancel }: Props): ReactNode {
  const labels = useLabels();
  const id = useId();
  const [message, setMessage] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // The form replaces the button that the person has just pressed, so the focus is theirs to move here.
  useEffect(() => field.current?.focus(), []);
  const trimmed = message.trim();
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        onReject(trimmed);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <Label htmlFor={id}>{labels.rejectTitle}</Label>
      <Input
        ref={field}
        id={id}
        type="text"
        autoComplete="off"
        value={message}
        placeholder={labels.rejectPlaceholder}
        disabled={isDisabled}
        onChange={(event) => setMessage(event.currentTarget.value)}
      />
      <Actions>
        <Button type="submit" data-variant="danger" disabled={isDisabled}>
          {trimmed === "" ? labels.rejectAndStop : labels.rejectAndTell}
        </Button>
        <Button data-variant="quiet" disabled={isDisabled} onClick={onCancel}>
          {labels.cancel}
        </Button>
      </Actions>
    </Form>
  );
}

import type { ReactNode } from "react";
import { useEffect, useRef, useState } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";

const Form = createPart("form", "oc-session-form");
const Input = createPart("input", "oc-field");
const Failure = createPart("p", "oc-prompt-error");
const Button = createPart("button", "oc-button");

/** In UTF-16 code units, as the room takes it. */
const MAX_CHARS = 200;

type Props = {
  readonly title: string;
  readonly onRename: (title: string) => Promise<unknown>;
  readonly onClose: () => void;
};

/** A session's name in place. */
export function RenameForm({ title, onRename, onClose }: Props): ReactNode {
  const labels = useLabels();
  const [name, setName] = useState(title);
  const { run, isBusy, error } = useAction(onRename);
  const field = useRef<HTMLInputElement>(null);
  // The form stands in place of the button that was just pressed.
  useEffect(() => field.current?.select(), []);
  const trimmed = name.trim();
  const save = async (): Promise<void> => {
    if (trimmed === "") return;
    if (trimmed === title || (await run(trimmed))) onClose();
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <Input
        ref={field}
        type="text"
        autoComplete="off"
        aria-label={labels.sessionName}
        maxLength={MAX_CHARS}
        value={name}
        readOnly={isBusy}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" data-variant="primary" data-size="small" disabled={isBusy || trimmed === ""}>
        {isBusy ? labels.sending : labels.save}
      </Button>
      <Button data-variant="quiet" data-size="small" disabled={isBusy} onClick={onClose}>
        {labels.cancel}
      </Button>
      {error === undefined ? null : <Failure role="alert">{labels.sendFailed(error)}</Failure>}
    </Form>
  );
}

import { ArrowUp, LoaderCircle } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { forwardRef, useId } from "react";
import { createPart } from "../../context/createPart.ts";
import type { PartProps } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { Icon } from "../../lib/Icon.tsx";
import { useControllableState } from "../../lib/useControllableState.ts";

const Form = createPart("form", "oc-composer");
const Box = createPart("div", "oc-composer-box");
const Field = createPart("textarea", "oc-composer-field");
const Footer = createPart("div", "oc-composer-footer");
const Note = createPart("p", "oc-composer-note");
const Failure = createPart("p", "oc-composer-error");
const Send = createPart("button", "oc-composer-send");

export type PromptComposerProps = Omit<PartProps<"form">, "onSubmit" | "onChange" | "defaultValue"> & {
  /** Sends the text, trimmed. The text is cleared when it resolves, and kept with the reason when it rejects. */
  readonly onSubmit: (prompt: string) => Promise<unknown>;
  readonly value?: string;
  /** Default: empty. */
  readonly defaultValue?: string;
  readonly onValueChange?: (value: string) => void;
  /** Why nothing can be sent now; writing stays possible. */
  readonly disabledReason?: string | undefined;
  readonly placeholder?: string;
  /** Beside the send button: a model, an output file. */
  readonly children?: ReactNode;
};

/** Where a task is typed. Enter sends, Shift+Enter starts a line. */
export const PromptComposer = forwardRef<HTMLFormElement, PromptComposerProps>((props, ref) => {
  const { onSubmit, value, defaultValue = "", onValueChange, disabledReason, placeholder, children, ...rest } = props;
  const labels = useLabels();
  const noteId = useId();
  const [text, setText] = useControllableState({ value, defaultValue, onChange: onValueChange });
  const { run, isBusy, error } = useAction(onSubmit);
  const canSend = text.trim() !== "" && !isBusy && disabledReason === undefined;

  const send = async (): Promise<void> => {
    if (canSend && (await run(text.trim()))) setText("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends an IME composition belongs to the input method; Safari reports it only by key code 229.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <Form
      ref={ref}
      data-oc-root=""
      data-state={isBusy ? "sending" : "idle"}
      {...rest}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Box>
        <Field
          rows={1}
          aria-label={labels.composer}
          aria-describedby={disabledReason === undefined ? undefined : noteId}
          placeholder={placeholder ?? labels.composerPlaceholder}
          value={text}
          readOnly={isBusy}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Footer>
          {children}
          <Send
            type="submit"
            disabled={!canSend}
            aria-label={isBusy ? labels.submitting : labels.submit}
            title={labels.submit}
          >
            <Icon icon={isBusy ? LoaderCircle : ArrowUp} spin={isBusy} />
          </Send>
        </Footer>
      </Box>
      {disabledReason === undefined ? null : <Note id={noteId}>{disabledReason}</Note>}
      {error === undefined ? null : <Failure role="alert">{labels.sendFailed(error)}</Failure>}
    </Form>
  );
});
PromptComposer.displayName = "PromptComposer";

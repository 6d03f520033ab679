import type { PromptAttachment, WhenBusy } from "@opencode-kit/client/protocol";
import { MAX_PROMPT_CHARS } from "@opencode-kit/client/protocol";
import type { ClipboardEvent, DragEvent, KeyboardEvent, ReactNode } from "react";
import { forwardRef, useEffect, useId, useRef, useState } from "react";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useAction } from "../../hooks/useAction.ts";
import { formatCount } from "../../lib/format.ts";
import { useControllableState } from "../../lib/useControllableState.ts";
import { AgentSelect } from "../ChoiceSelect/AgentSelect.tsx";
import { ModelSelect } from "../ChoiceSelect/ModelSelect.tsx";
import { AttachButton } from "./AttachButton.tsx";
import { AttachmentChips } from "./AttachmentChips.tsx";
import { draftsOf, NO_DRAFT } from "./drafts.ts";
import type { AttachedFile } from "./readAttachment.ts";
import { SendButtons } from "./SendButtons.tsx";
import { useAttachments } from "./useAttachments.ts";

const Form = createPart("form", "oc-composer");
const Box = createPart("div", "oc-composer-box");
const Field = createPart("textarea", "oc-composer-field");
const Footer = createPart("div", "oc-composer-footer");
const Buttons = createPart("div", "oc-composer-buttons");
const Note = createPart("p", "oc-composer-note");
const Failure = createPart("p", "oc-composer-error");

/** All that goes with a prompt; spread it into `client.submit`. */
export type PromptOptions = {
  /** `steer` where the person sends it to the agent at work; else `followUp`. */
  readonly whenBusy: WhenBusy;
  readonly attachments?: readonly PromptAttachment[];
  readonly model?: string;
  readonly agent?: string;
};

export type PromptComposerProps = Omit<PartProps<"form">, "onSubmit" | "onChange" | "defaultValue"> & {
  /** Sends the text, trimmed. All is cleared when it resolves, and kept with the reason when it rejects. */
  readonly onSubmit: (prompt: string, options: PromptOptions) => Promise<unknown>;
  readonly value?: string;
  /** Default: empty. */
  readonly defaultValue?: string;
  readonly onValueChange?: (value: string) => void;
  /** Why nothing can be sent now; writing stays possible. */
  readonly disabledReason?: string | undefined;
  /** The agent works in the session: Enter queues, Control or Command with Enter sends now. Default: false. */
  readonly isBusy?: boolean;
  /** Takes files by paste, drop and a button. Only with an `onSubmit` that sends them on. Default: false. */
  readonly attachments?: boolean;
  /** Lets the person choose a model and an agent, where the room has several. Default: false. */
  readonly choices?: boolean;
  /** The model that is chosen; null leaves it to the room. */
  readonly model?: string | null;
  /** Default: null. */
  readonly defaultModel?: string | null;
  readonly onModelChange?: (model: string | null) => void;
  /** The agent that is chosen; null leaves it to the room. */
  readonly agent?: string | null;
  /** Default: null. */
  readonly defaultAgent?: string | null;
  readonly onAgentChange?: (agent: string | null) => void;
  /** Keeps what is typed and attached under this name while the page lives, such as the session's id. */
  readonly draftKey?: string | undefined;
  readonly placeholder?: string;
  /** Beside the send button: an output file. */
  readonly children?: ReactNode;
};

/** Where a task is typed. Enter sends, Shift+Enter starts a line. */
export const PromptComposer = forwardRef<HTMLFormElement, PromptComposerProps>((props, ref) => (
  // Another name is another draft.
  <Composer key={props.draftKey} ref={ref} {...props} />
));
PromptComposer.displayName = "PromptComposer";

const Composer = forwardRef<HTMLFormElement, PromptComposerProps>((props, ref) => {
  const { onSubmit, value, defaultValue = "", onValueChange, disabledReason, isBusy = false, ...others } = props;
  const { attachments: canAttach = false, choices = false, draftKey, placeholder, children, ...choosing } = others;
  const { model: givenModel, defaultModel = null, onModelChange, ...ofAgent } = choosing;
  const { agent: givenAgent, defaultAgent = null, onAgentChange, ...rest } = ofAgent;
  const labels = useLabels();
  const noteId = useId();
  const drafts = draftsOf(useOptionalClientContext()?.client);
  const [draft] = useState(() => (draftKey === undefined ? undefined : drafts.get(draftKey)) ?? NO_DRAFT);
  const [text, setText] = useControllableState({
    value,
    defaultValue: draft.text === "" ? defaultValue : draft.text,
    onChange: onValueChange,
  });
  const attached = useAttachments(draft.files);
  const [model, setModel] = useControllableState({
    value: givenModel,
    defaultValue: defaultModel,
    onChange: onModelChange,
  });
  const [agent, setAgent] = useControllableState({
    value: givenAgent,
    defaultValue: defaultAgent,
    onChange: onAgentChange,
  });
  const [isDragging, setDragging] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const sending = useAction(onSubmit);
  const { files } = attached;

  useEffect(() => {
    if (draftKey === undefined) return;
    if (text === "" && files.length === 0) drafts.delete(draftKey);
    else drafts.set(draftKey, { text, files });
  }, [drafts, draftKey, text, files]);

  const isTooLong = text.trim().length > MAX_PROMPT_CHARS;
  const isSending = sending.isBusy;
  const canSend = text.trim() !== "" && !isTooLong && !isSending && !attached.isReading && disabledReason === undefined;
  const send = async (whenBusy: WhenBusy): Promise<void> => {
    if (!canSend) return;
    const options: PromptOptions = {
      whenBusy,
      ...(files.length === 0 ? {} : { attachments: files.map(toAttachment) }),
      ...(model === null ? {} : { model }),
      ...(agent === null ? {} : { agent }),
    };
    if (!(await sending.run(text.trim(), options))) return;
    // The composer may be gone by now.
    if (draftKey !== undefined) drafts.delete(draftKey);
    setText("");
    attached.clear();
    // A button that is disabled while it sends has lost the focus; whoever writes goes on in the field.
    if (document.activeElement === document.body) field.current?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends an IME composition belongs to the input method; Safari reports it only by key code 229.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    event.preventDefault();
    void send(isBusy && (event.ctrlKey || event.metaKey) ? "steer" : "followUp");
  };
  const takes = canAttach && disabledReason === undefined && !isSending;
  const onPaste = (event: ClipboardEvent): void => {
    const { files: pasted } = event.clipboardData;
    // Office programs put a picture of the text beside the text.
    if (!takes || pasted.length === 0 || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    void attached.add([...pasted]);
  };
  const onDrag = (event: DragEvent): void => {
    if (!canAttach || !event.dataTransfer.types.includes("Files")) return;
    // Without it the browser leaves the page for the file.
    event.preventDefault();
    setDragging(takes && event.type === "dragover");
    if (event.type === "drop" && takes) void attached.add([...event.dataTransfer.files]);
  };

  return (
    <Form
      ref={ref}
      data-oc-root=""
      data-state={isSending ? "sending" : isDragging ? "dragging" : "idle"}
      {...rest}
      onSubmit={(event) => {
        event.preventDefault();
        void send("followUp");
      }}
    >
      <Box onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrag}>
        <AttachmentChips files={files} isDisabled={isSending} onRemove={attached.remove} />
        <Field
          ref={field}
          rows={1}
          aria-label={labels.composer}
          aria-describedby={disabledReason === undefined && !isTooLong ? undefined : noteId}
          aria-invalid={isTooLong || undefined}
          placeholder={isDragging ? labels.dropFiles : (placeholder ?? labels.composerPlaceholder)}
          value={text}
          readOnly={isSending}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <Footer data-kind={canAttach || choices ? "tools" : "plain"}>
          {canAttach ? (
            <AttachButton
              isDisabled={!takes}
              isReading={attached.isReading}
              reason={disabledReason}
              onFiles={attached.add}
            />
          ) : null}
          {choices ? (
            <>
              <ModelSelect
                value={model ?? undefined}
                onValueChange={(next) => setModel(next ?? null)}
                disabled={isSending}
              />
              <AgentSelect
                value={agent ?? undefined}
                onValueChange={(next) => setAgent(next ?? null)}
                disabled={isSending}
              />
            </>
          ) : null}
          {children}
          <Buttons>
            <SendButtons
              canSend={canSend}
              isSending={isSending}
              isBusy={isBusy}
              reason={disabledReason}
              onSend={(whenBusy) => void send(whenBusy)}
            />
          </Buttons>
        </Footer>
      </Box>
      {disabledReason === undefined ? null : <Note id={noteId}>{disabledReason}</Note>}
      {isTooLong ? <Failure id={noteId}>{labels.promptTooLong(formatCount(MAX_PROMPT_CHARS))}</Failure> : null}
      {attached.errors.length === 0 ? null : (
        <div role="alert">
          {attached.errors.map((error, at) => (
            <Failure key={at}>{error}</Failure>
          ))}
        </div>
      )}
      {sending.error === undefined ? null : <Failure role="alert">{labels.sendFailed(sending.error)}</Failure>}
    </Form>
  );
});
Composer.displayName = "Composer";

function toAttachment({ mime, filename, base64 }: AttachedFile): PromptAttachment {
  return { mime, filename, base64 };
}

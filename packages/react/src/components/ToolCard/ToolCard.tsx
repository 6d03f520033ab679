import type { ToolPart } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import * as Collapsible from "@radix-ui/react-collapsible";
import { ChevronRight, CircleAlert, Hand, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useCallback, useEffect } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRun } from "../../context/RunContext.ts";
import { ToolDecision } from "./ToolDecision.tsx";
import { useOptionalWholePart } from "./WholePart.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { useControllableState } from "../../lib/useControllableState.ts";
import { AttachmentView } from "../Attachment/AttachmentView.tsx";
import { Elapsed } from "../Elapsed/Elapsed.tsx";
import { RequestRetry } from "../Request/RequestRetry.tsx";

const Frame = createPart("div", "oc-tool");
const Trigger = createPart("button", "oc-tool-trigger");
const Name = createPart("span", "oc-tool-name");
const Target = createPart("span", "oc-tool-target");
const Meta = createPart("span", "oc-tool-meta");
const Failure = createPart("span", "oc-tool-failure");
const Content = createPart("div", "oc-tool-content");

const Waiting = createPart("span", "oc-tool-waiting");
const Fetching = createPart("div", "oc-tool-fetching");
const Notice = createPart("div", "oc-tool-notice");

/** Completed calls show what they are instead. */
const STATUS_ICONS: Readonly<Record<string, IconComponent | undefined>> = {
  error: CircleAlert,
  pending: LoaderCircle,
  running: LoaderCircle,
  waiting: Hand,
};

/** A quick tool says nothing of its time, in ms. */
const WORTH_SAYING_MS = 1000;

export type ToolCardProps = {
  readonly part: ToolPart;
  readonly icon: IconComponent;
  /** What was done, as a word. Default: the label of the tool's name. */
  readonly name?: string | undefined;
  /** What it was done to. Shown in the mono face. */
  readonly target?: ReactNode;
  /** Facts at the end of the line: an exit code, counts. */
  readonly meta?: ReactNode;
  readonly open?: boolean | undefined;
  /** Default: false. */
  readonly defaultOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Shown when the card is open. Without it the card is a plain line. */
  readonly children?: ReactNode;
};

/** A tool call: one line that says what was done, opening to how it went. The frame that all renderers share. */
export function ToolCard(props: ToolCardProps): ReactNode {
  const { part, icon, target, meta, open, defaultOpen = false, onOpenChange, children } = props;
  const labels = useLabels();
  const [isOpen, setOpen] = useControllableState({ value: open, defaultValue: defaultOpen, onChange: onOpenChange });
  const isWaiting = useIsWaiting(part.callId);
  const isLive = part.status === "running" || part.status === "pending";
  const status = isWaiting ? "waiting" : part.status;
  const isWorthSaying = part.endedAt === undefined || part.endedAt - (part.startedAt ?? 0) >= WORTH_SAYING_MS;
  return (
    <Collapsible.Root asChild open={isOpen} onOpenChange={setOpen}>
      <Frame data-status={status} data-tool={part.tool}>
        <Collapsible.Trigger asChild>
          <Trigger>
            <span data-slot="oc-row-icon">
              <Icon icon={STATUS_ICONS[status] ?? icon} spin={isLive && !isWaiting} />
              <Icon icon={ChevronRight} />
            </span>
            <Name>{props.name ?? labels.toolName(part.tool)}</Name>
            <Target>{target}</Target>
            {isWaiting ? <Waiting>{labels.toolWaiting}</Waiting> : null}
            {part.status === "error" ? <Failure title={part.error}>{labels.toolStatus("error")}</Failure> : null}
            <Meta>
              <ToolDecision callId={part.callId} />
              {meta}
              {isWorthSaying ? <Elapsed since={part.startedAt} until={part.endedAt} /> : null}
            </Meta>
            {part.status === "error" || isWaiting ? null : (
              <span data-slot="oc-visually-hidden">{labels.toolStatus(part.status)}</span>
            )}
          </Trigger>
        </Collapsible.Trigger>
        <Collapsible.Content asChild>
          <Content>
            {part.error === undefined || part.error === "" ? null : <ToolError error={part.error} />}
            <CardBody isOpen={isOpen}>{children}</CardBody>
            {part.attachments?.map((attachment, at) => (
              <AttachmentView key={at} attachment={attachment} partId={part.id} index={at} />
            ))}
          </Content>
        </Collapsible.Content>
      </Frame>
    </Collapsible.Root>
  );
}

/** Whether this very call waits for a person. */
function useIsWaiting(callId: string): boolean {
  return useOptionalRun(
    useCallback(
      (state: RunState | undefined) => state?.pending.some((request) => request.callId === callId) ?? false,
      [callId],
    ),
  );
}

type BodyProps = { readonly isOpen: boolean; readonly children: ReactNode };

/** What the card shows, once all of the call is here: a change that is cut would be shown as another change. */
function CardBody({ isOpen, children }: BodyProps): ReactNode {
  const labels = useLabels();
  const whole = useOptionalWholePart();
  const { isStale = false, isBusy = false, error, load } = whole ?? {};
  const isWanted = isOpen && isStale && !isBusy && error === undefined;
  useEffect(() => {
    if (isWanted) load?.();
  }, [isWanted, load]);
  if (whole?.isMissing !== true) return children;
  if (error === undefined) {
    return (
      <Fetching role="status">
        <Icon icon={LoaderCircle} spin />
        {labels.fetchingCall}
      </Fetching>
    );
  }
  return (
    <>
      <Notice>
        <span>{labels.callCut}</span>
        <RequestRetry request={whole} error={error} />
      </Notice>
      {children}
    </>
  );
}

const ErrorText = createPart("pre", "oc-tool-error");

function ToolError({ error }: { readonly error: string }): ReactNode {
  return <ErrorText>{error}</ErrorText>;
}

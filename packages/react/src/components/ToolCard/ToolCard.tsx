import type { ToolPart } from "@opencode-kit/client/protocol";
import * as Collapsible from "@radix-ui/react-collapsible";
import { Ban, ChevronRight, CircleAlert, CircleDashed, CircleSlash, Hand, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useEffect } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOpenPart } from "../../context/useOpenPart.ts";
import { ToolDecision } from "./ToolDecision.tsx";
import type { ToolState } from "./toolState.ts";
import { useToolState } from "./toolState.ts";
import { useOptionalWholePart } from "./WholePart.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { oneLine } from "../../lib/oneLine.ts";
import { usePrinting } from "../../lib/usePrinting.ts";
import { AnsiText } from "../AnsiText/AnsiText.tsx";
import { AttachmentView } from "../Attachment/AttachmentView.tsx";
import { Elapsed } from "../Elapsed/Elapsed.tsx";
import { RequestRetry } from "../Request/RequestRetry.tsx";

const Frame = createPart("div", "oc-tool");
const Trigger = createPart("button", "oc-tool-trigger");
const Name = createPart("span", "oc-tool-name");
const Target = createPart("span", "oc-tool-target");
const Meta = createPart("span", "oc-tool-meta");
const State = createPart("span", "oc-tool-state");
const Content = createPart("div", "oc-tool-content");
const Fetching = createPart("div", "oc-tool-fetching");
const Notice = createPart("div", "oc-tool-notice");

/** Completed calls show what they are instead. */
const STATE_ICONS: Readonly<Record<Exclude<ToolState, "completed">, IconComponent>> = {
  denied: Ban,
  error: CircleAlert,
  interrupted: CircleSlash,
  pending: CircleDashed,
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
  const { part, icon, target, meta, children } = props;
  const labels = useLabels();
  const [isOpen, setOpen] = useOpenPart(part.id, props);
  const isPrinting = usePrinting();
  const state = useToolState(part);
  const isLive = state === "running" || state === "pending" || state === "waiting";
  const isWorthSaying = part.endedAt === undefined ? isLive : part.endedAt - (part.startedAt ?? 0) >= WORTH_SAYING_MS;
  return (
    <Collapsible.Root asChild open={isOpen || isPrinting} onOpenChange={setOpen}>
      <Frame data-status={state} data-tool={part.tool}>
        <Collapsible.Trigger asChild>
          <Trigger>
            <span data-slot="oc-row-icon">
              <Icon icon={state === "completed" ? icon : STATE_ICONS[state]} spin={state === "running"} />
              <Icon icon={ChevronRight} />
            </span>
            <Name>{props.name ?? oneLine(labels.toolName(part.tool))}</Name>
            {target === undefined || target === "" ? null : <Target>{target}</Target>}
            {/* What runs or is done shows it by its icon; what went another way is said. */}
            {state === "running" || state === "completed" ? (
              <span data-slot="oc-visually-hidden">{labels.toolState(state)}</span>
            ) : (
              <State title={part.error === undefined ? undefined : oneLine(part.error)}>
                {labels.toolState(state)}
              </State>
            )}
            <Meta>
              <ToolDecision callId={part.callId} />
              {meta}
              {isWorthSaying ? <Elapsed since={part.startedAt} until={part.endedAt} /> : null}
            </Meta>
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
  return (
    <ErrorText>
      <AnsiText text={error} />
    </ErrorText>
  );
}

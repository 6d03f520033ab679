import type { ToolPart } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import * as Collapsible from "@radix-ui/react-collapsible";
import { ChevronRight, CircleAlert, Hand, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { useControllableState } from "../../lib/useControllableState.ts";
import { useStore } from "../../lib/useStore.ts";
import { Elapsed } from "../Elapsed/Elapsed.tsx";

const Frame = createPart("div", "oc-tool");
const Trigger = createPart("button", "oc-tool-trigger");
const Name = createPart("span", "oc-tool-name");
const Target = createPart("span", "oc-tool-target");
const Meta = createPart("span", "oc-tool-meta");
const Failure = createPart("span", "oc-tool-failure");
const Content = createPart("div", "oc-tool-content");

const Waiting = createPart("span", "oc-tool-waiting");

const NO_RUN = { get: () => undefined, subscribe: () => () => undefined };

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
            {children}
          </Content>
        </Collapsible.Content>
      </Frame>
    </Collapsible.Root>
  );
}

/** Whether this very call waits for a person. */
function useIsWaiting(callId: string): boolean {
  const run = useOptionalRunContext();
  return useStore<RunState | undefined, boolean>(
    run?.store ?? NO_RUN,
    useCallback((state) => state?.pending.some((request) => request.callId === callId) ?? false, [callId]),
  );
}

const ErrorText = createPart("pre", "oc-tool-error");

function ToolError({ error }: { readonly error: string }): ReactNode {
  return <ErrorText>{error}</ErrorText>;
}

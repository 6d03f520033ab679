import type { ProcessInfo } from "@opencode-kit/client/protocol";
import type { RoomState, RunState } from "@opencode-kit/client/state";
import { INITIAL_ROOM_STATE, selectProcess } from "@opencode-kit/client/state";
import { SquareTerminal } from "lucide-react";
import { forwardRef, memo, useCallback, useId } from "react";
import { useOptionalClientContext } from "../../context/ClientContext.ts";
import { useBoundRun } from "../../context/useBoundRun.ts";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useOptionalRunContext } from "../../context/RunContext.ts";
import { composeHandlers } from "../../lib/composeHandlers.ts";
import { Icon } from "../../lib/Icon.tsx";
import { isSameList } from "../../lib/isSameList.ts";
import { moveFocus } from "../../lib/moveFocus.ts";
import { useControllableState } from "../../lib/useControllableState.ts";
import { useStore } from "../../lib/useStore.ts";
import type { ProcessRowProps } from "./ProcessRow.tsx";
import { ProcessRow } from "./ProcessRow.tsx";

const Frame = createPart("section", "oc-processes");
const List = createPart("ul", "oc-process-list");
const Empty = createPart("div", "oc-panel-empty");
const Others = createPart("div", "oc-process-others");
const Heading = createPart("h3", "oc-process-heading");

export type ProcessPanelProps = FrameProps<"section"> & {
  /** The run whose commands are shown. Default: the surrounding run. */
  readonly runId?: string | undefined;
  /** Shown as they are; no run and no provider is needed. */
  readonly processes?: readonly ProcessInfo[] | undefined;
  /** Ids of the commands that are open. */
  readonly expanded?: readonly string[];
  /** Default: the newest command, whichever that is, until the reader opens or closes one. */
  readonly defaultExpanded?: readonly string[];
  readonly onExpandedChange?: (ids: readonly string[]) => void;
};

/**
 * Every command that the agent ran, with its state, time, exit code and output, and what else runs in the sandbox. What
 * runs can be ended.
 *
 * @example
 * <ProcessPanel runId={runId} />
 */
export const ProcessPanel = forwardRef<HTMLElement, ProcessPanelProps>((props, ref) =>
  props.processes === undefined ? (
    <BoundPanel ref={ref} {...props} />
  ) : (
    <Panel ref={ref} {...props} ids={props.processes.map(({ id }) => id)} />
  ),
);
ProcessPanel.displayName = "ProcessPanel";

const selectIds = (state: RunState): readonly string[] => state.processIds;
const selectOthers = (room: RoomState): readonly ProcessInfo[] =>
  room.processes.filter(({ status }) => status === "running");

const NO_ROOM = { get: () => INITIAL_ROOM_STATE, subscribe: () => () => undefined };

const BoundPanel = forwardRef<HTMLElement, ProcessPanelProps>((props, ref) => {
  const ids = useBoundRun("ProcessPanel", props.runId, selectIds);
  const others = useStore(useOptionalClientContext()?.client.room ?? NO_ROOM, selectOthers, isSameList);
  return <Panel ref={ref} {...props} ids={ids} others={others} />;
});
BoundPanel.displayName = "BoundPanel";

type PanelProps = ProcessPanelProps & {
  readonly ids: readonly string[];
  /** What runs in the sandbox beside the run's commands. */
  readonly others?: readonly ProcessInfo[];
};

const Panel = forwardRef<HTMLElement, PanelProps>((props, ref) => {
  const { runId, processes, expanded, defaultExpanded, onExpandedChange, ids, others = [], onKeyDown, ...rest } = props;
  const labels = useLabels();
  const othersId = useId();
  const context = useOptionalRunContext();
  const [chosen, setChosen] = useControllableState<readonly string[] | undefined>({
    value: expanded,
    defaultValue: defaultExpanded,
    onChange: (next) => onExpandedChange?.(next ?? []),
  });
  const newest = ids.at(-1);
  const isOpen = (id: string): boolean => (chosen === undefined ? id === newest : chosen.includes(id));
  const toggle = useCallback(
    (id: string, open: boolean) =>
      setChosen((current) => {
        const before = current ?? (newest === undefined ? [] : [newest]);
        return open ? [...before, id] : before.filter((other) => other !== id);
      }),
    [newest, setChosen],
  );
  return (
    <Frame
      ref={ref}
      aria-label={labels.processes}
      data-oc-root=""
      data-state={ids.length === 0 ? "empty" : "filled"}
      {...rest}
      onKeyDown={composeHandlers(onKeyDown, (event) => {
        if (moveFocus(event.currentTarget, "[data-slot='oc-process-trigger']", event.key)) event.preventDefault();
      })}
    >
      {ids.length === 0 ? (
        <Empty>
          <Icon icon={SquareTerminal} />
          {labels.noProcesses}
        </Empty>
      ) : (
        <List>
          {ids.map((id) => {
            const given = processes?.find((process) => process.id === id);
            return given === undefined ? (
              <BoundRow key={id} id={id} runId={runId ?? context?.runId} isOpen={isOpen(id)} onToggle={toggle} />
            ) : (
              <ProcessRow key={id} process={given} isOpen={isOpen(id)} onToggle={toggle} />
            );
          })}
        </List>
      )}
      {others.length === 0 ? null : (
        <Others>
          <Heading id={othersId}>{labels.otherProcesses}</Heading>
          <List aria-labelledby={othersId}>
            {others.map((process) => (
              <ProcessRow key={process.id} process={process} canKill isOpen={isOpen(process.id)} onToggle={toggle} />
            ))}
          </List>
        </Others>
      )}
    </Frame>
  );
});
Panel.displayName = "Panel";

type BoundRowProps = Pick<ProcessRowProps, "isOpen" | "onToggle" | "runId"> & { readonly id: string };

/** Output that one command adds renders its own row alone. */
const BoundRow = memo(({ id, runId, ...props }: BoundRowProps) => {
  const select = useCallback((state: RunState) => selectProcess(state, id), [id]);
  const process = useBoundRun("ProcessPanel", runId, select);
  return process === undefined ? null : <ProcessRow process={process} partId={id} runId={runId} canKill {...props} />;
});
BoundRow.displayName = "BoundRow";

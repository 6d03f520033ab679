import type { PendingRequest } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { ArchiveRestore, Hand, LoaderCircle, Pause, RotateCw, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { forwardRef } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import type { Labels } from "../../labels/defaultLabels.ts";
import { formatDuration } from "../../lib/format.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { oneLine } from "../../lib/oneLine.ts";
import { useNow } from "../../lib/useNow.ts";
import { Elapsed } from "../Elapsed/Elapsed.tsx";
import type { Wait } from "./selectWait.ts";
import { selectWait } from "./selectWait.ts";
import type { RoomWait } from "./useRoomWait.ts";
import { useRoomWait } from "./useRoomWait.ts";

const Frame = createPart("div", "oc-activity");
const Text = createPart("span", "oc-activity-text");
const Target = createPart("span", "oc-activity-target");

type Start = {
  readonly status: RunState["status"];
  readonly isHeld: boolean;
  readonly createdAt: number;
};

const selectStart = ({ status, queue, createdAt }: RunState): Start => ({
  status,
  isHeld: status === "queued" && queue?.isHeld === true,
  createdAt,
});

/** One line that says what the run waits for now, and for how long. Absent when it waits for nothing. */
export const RunActivity = forwardRef<HTMLDivElement, PartProps<"div">>((props, ref) => {
  const wait = useRun("RunActivity", selectWait, isSame);
  const start = useRun("RunActivity", selectStart, isSame);
  const room = useRoomWait();
  if (wait.kind === "idle") return null;
  // A held prompt, and a person's answer, are waited for whatever the room does.
  const isOfRoom = room.kind !== "none" && !start.isHeld && wait.kind !== "person" && wait.kind !== "stopping";
  if (isOfRoom) {
    const icon = { reconnecting: Unplug, restoring: ArchiveRestore, starting: LoaderCircle }[room.kind];
    return (
      <Frame ref={ref} data-kind={room.kind === "reconnecting" ? "reconnecting" : "sandbox"} {...props}>
        <Icon icon={icon} spin={room.kind === "starting"} />
        <RoomText room={room} start={start} />
      </Frame>
    );
  }
  const isTurning = wait.kind !== "person" && wait.kind !== "retry" && !start.isHeld;
  return (
    <Frame ref={ref} data-kind={wait.kind} {...props}>
      <Icon icon={start.isHeld ? Pause : iconOf(wait)} spin={isTurning} />
      <WaitText wait={wait} start={start} />
    </Frame>
  );
});
RunActivity.displayName = "RunActivity";

function RoomText({ room, start }: { readonly room: RoomWait; readonly start: Start }): ReactNode {
  const labels = useLabels();
  if (room.kind === "reconnecting") return <Text>{labels.activityReconnecting}</Text>;
  const isRestoring = room.kind === "restoring";
  return (
    <>
      <Text>{isRestoring ? labels.activityRestoring : labels.activitySandbox}</Text>
      <Elapsed since={isRestoring ? room.since : start.status === "starting" ? start.createdAt : undefined} />
    </>
  );
}

function WaitText({ wait, start }: { readonly wait: Wait; readonly start: Start }): ReactNode {
  const labels = useLabels();
  switch (wait.kind) {
    case "retry":
      return <Retry wait={wait} />;
    case "tool":
      return <Tool wait={wait} />;
    case "model":
      return (
        <>
          <Text>
            {wait.phase === "waiting" && labels.activityModel}
            {wait.phase === "thinking" && labels.activityThinking}
            {wait.phase === "writing" && labels.activityWriting}
          </Text>
          {wait.phase === "waiting" && wait.model !== undefined ? <Target>{oneLine(wait.model)}</Target> : null}
          {wait.phase === "writing" ? null : <Elapsed since={wait.since} />}
        </>
      );
    case "person":
      return (
        <>
          <Text>{labels.activityPerson(wait.count)}</Text>
          <Target>{oneLine(askedBy(labels, wait.first))}</Target>
        </>
      );
    case "sandbox":
      if (start.isHeld) return <Text>{labels.queueHeld}</Text>;
      if (start.status === "queued") return <Text>{labels.activityQueued}</Text>;
      return (
        <>
          <Text>{labels.activityAgent}</Text>
          <Elapsed since={start.createdAt} />
        </>
      );
    case "stopping":
      return <Text>{labels.activityStopping}</Text>;
    default:
      return null;
  }
}

/** What is asked of a person, in one line. */
function askedBy(labels: Labels, request: PendingRequest): string {
  switch (request.kind) {
    case "permission":
      return labels.permissionTitle(request.permission);
    case "question":
      return request.questions[0]?.question ?? labels.questionTitle;
    case "budget":
      return labels.budgetTitle(request.scope);
  }
}

function Tool({ wait }: { readonly wait: Extract<Wait, { kind: "tool" }> }): ReactNode {
  const labels = useLabels();
  const target = oneLine(wait.title);
  return (
    <>
      {wait.subagent === undefined || wait.subagent === "" ? null : (
        <Text data-kind="subagent">{labels.activitySubagent(oneLine(wait.subagent))}</Text>
      )}
      <Text>{oneLine(labels.toolName(wait.tool))}</Text>
      <Target title={target}>{target}</Target>
      {wait.others === 0 ? null : <Text>{labels.activityMoreTools(wait.others)}</Text>}
      <Elapsed since={wait.startedAt} />
    </>
  );
}

function Retry({ wait }: { readonly wait: Extract<Wait, { kind: "retry" }> }): ReactNode {
  const labels = useLabels();
  const seconds = Math.max(0, Math.ceil((wait.next - useNow(true)) / 1000));
  const reason = oneLine(wait.message);
  return (
    <>
      <Text>{labels.activityRetry(wait.attempt, seconds === 0 ? "" : formatDuration(seconds * 1000))}</Text>
      <Target title={reason}>{reason}</Target>
    </>
  );
}

function iconOf(wait: Wait): IconComponent {
  if (wait.kind === "person") return Hand;
  return wait.kind === "retry" ? RotateCw : LoaderCircle;
}

/** Selections are made anew with each state; what they say counts. */
function isSame<T>(a: T, b: T): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

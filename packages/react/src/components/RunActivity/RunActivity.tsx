import type { Activity, RunState } from "@opencode-kit/client/state";
import { selectActivity } from "@opencode-kit/client/state";
import { Hand, LoaderCircle, Pause, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { forwardRef } from "react";
import type { PartProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { useNow } from "../../lib/useNow.ts";
import { Elapsed } from "../Elapsed/Elapsed.tsx";

const Frame = createPart("div", "oc-activity");
const Text = createPart("span", "oc-activity-text");
const Target = createPart("span", "oc-activity-target");

function selectShown(state: RunState): Activity {
  // A run of which nothing is known yet has no activity; it is loading.
  return state.createdAt === 0 ? { kind: "idle" } : selectActivity(state);
}

const selectStatus = (state: RunState): RunState["status"] => state.status;
const selectIsHeld = (state: RunState): boolean => state.queue?.isHeld === true;

/** One line that says what the run waits for now. Absent when it waits for nothing. */
export const RunActivity = forwardRef<HTMLDivElement, PartProps<"div">>((props, ref) => {
  const labels = useLabels();
  const activity = useRun("RunActivity", selectShown, isSameActivity);
  const isQueued = useRun("RunActivity", selectStatus) === "queued";
  const isHeld = useRun("RunActivity", selectIsHeld) && isQueued;
  if (activity.kind === "idle") return null;
  return (
    <Frame ref={ref} data-kind={activity.kind} {...props}>
      <Icon
        icon={isHeld ? Pause : iconOf(activity)}
        spin={!isHeld && activity.kind !== "person" && activity.kind !== "retry"}
      />
      {activity.kind === "retry" ? (
        <Retry activity={activity} />
      ) : activity.kind === "tool" ? (
        <>
          <Text>{labels.toolName(activity.tool)}</Text>
          <Target title={activity.title}>{activity.title}</Target>
          <Elapsed since={activity.startedAt} />
        </>
      ) : (
        <Text>
          {activity.kind === "model" && labels.activityModel}
          {activity.kind === "sandbox" &&
            (isHeld ? labels.queueHeld : isQueued ? labels.activityQueued : labels.activitySandbox)}
          {activity.kind === "stopping" && labels.activityStopping}
          {activity.kind === "person" && labels.activityPerson(activity.count)}
        </Text>
      )}
    </Frame>
  );
});
RunActivity.displayName = "RunActivity";

function Retry({ activity }: { readonly activity: Extract<Activity, { kind: "retry" }> }): ReactNode {
  const labels = useLabels();
  const seconds = Math.max(0, Math.ceil((activity.next - useNow(true)) / 1000));
  return (
    <>
      <Text>{labels.activityRetry(activity.attempt, seconds)}</Text>
      <Target title={activity.message}>{activity.message}</Target>
    </>
  );
}

function iconOf(activity: Activity): IconComponent {
  if (activity.kind === "person") return Hand;
  return activity.kind === "retry" ? RotateCw : LoaderCircle;
}

/** Activities are made anew with each state; what they say counts. */
function isSameActivity(a: Activity, b: Activity): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

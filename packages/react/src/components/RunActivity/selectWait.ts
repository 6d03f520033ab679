import type { PendingRequest } from "@opencode-kit/client/protocol";
import type { Activity, RunState } from "@opencode-kit/client/state";
import { selectActivity } from "@opencode-kit/client/state";

/** What the run waits for now, with what a person needs to know of it. Times are ms since the Unix epoch. */
export type Wait =
  | Exclude<Activity, { readonly kind: "model" | "tool" | "person" }>
  | {
      readonly kind: "model";
      /** `waiting`: it has not answered yet. */
      readonly phase: "waiting" | "thinking" | "writing";
      readonly model?: string | undefined;
      readonly since?: number | undefined;
    }
  | (Extract<Activity, { readonly kind: "tool" }> & {
      /** Tools that run beside it. */
      readonly others: number;
      /** The subagent that uses it. */
      readonly subagent?: string | undefined;
    })
  | {
      readonly kind: "person";
      readonly count: number;
      /** The one that waits the longest. */
      readonly first: PendingRequest;
    };

export function selectWait(state: RunState): Wait {
  // A run of which nothing is known yet has no activity; it is loading.
  if (state.createdAt === 0) return { kind: "idle" };
  const activity = selectActivity(state);
  switch (activity.kind) {
    case "model":
      return modelWait(state);
    case "tool":
      return { ...activity, ...toolFacts(state) };
    case "person": {
      const [first] = state.pending;
      return first === undefined ? { kind: "idle" } : { ...activity, first };
    }
    default:
      return activity;
  }
}

function modelWait(state: RunState): Wait {
  const message = state.messages.get(state.openMessageIds.at(-1) ?? "");
  const part = state.parts.get(message?.partIds.at(-1) ?? "");
  const model = message?.modelID ?? state.modelID;
  if ((part?.type === "text" || part?.type === "reasoning") && part.endedAt === undefined && part.text !== "") {
    const phase = part.type === "text" ? "writing" : "thinking";
    return { kind: "model", phase, model, since: part.startedAt };
  }
  const ended = part !== undefined && "endedAt" in part ? part.endedAt : undefined;
  return { kind: "model", phase: "waiting", model, since: ended ?? message?.createdAt };
}

function toolFacts(state: RunState): { readonly others: number; readonly subagent?: string | undefined } {
  const tools = state.runningToolIds.flatMap((id) => {
    const part = state.parts.get(id);
    return part?.type === "tool" ? [part] : [];
  });
  const shown = tools.at(-1);
  // A subagent's call runs as long as the subagent does: what the subagent itself does is more to the point.
  const others = tools.filter((part) => part !== shown && part.tool !== "task").length;
  if (shown === undefined || shown.sessionId === state.sessionId) return { others };
  return { others, subagent: state.sessions[shown.sessionId]?.title };
}

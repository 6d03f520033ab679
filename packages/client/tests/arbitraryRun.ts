import fc from "fast-check";
import type { Part, RunEvent, Usage } from "../src/protocol/index.ts";
import { keptDiffEvents } from "../src/opencode/toDiffs.ts";
import { messageRemoved, partRemoved } from "../src/opencode/toRunEvents.ts";
import type { RunState } from "../src/state/index.ts";
import { initialRunState, reduceRun } from "../src/state/index.ts";

export const START: RunState = initialRunState({
  id: "r",
  prompt: "go",
  status: "working",
  createdAt: 0,
  sessionId: "ses_root",
});

/** One step of a run that is made up: what happens, and three numbers that choose to what and how much. */
type Step = { readonly kind: (typeof KINDS)[number]; readonly a: number; readonly b: number; readonly c: number };

const KINDS = [
  ...["message", "message", "part", "part", "append", "append", "append", "append", "patch", "patch"],
  ...["complete", "output", "long", "removePart", "removeMessage", "session", "todos", "diff", "diffOfTool"],
  ...["removeDiff", "diagnostics", "edited", "ask", "answer", "run", "unknown", "nonsense"],
] as const;

/** Runs of made-up events: each event is one that the mapping could have made of the state before it. */
export function arbitraryRun(maxLength = 120, minLength = 1): fc.Arbitrary<readonly RunEvent[]> {
  const number = fc.nat({ max: 1_000 });
  const step: fc.Arbitrary<Step> = fc.record({ kind: fc.constantFrom(...KINDS), a: number, b: number, c: number });
  return fc.array(step, { minLength, maxLength, size: "max" }).map(play);
}

function play(steps: readonly Step[]): readonly RunEvent[] {
  const events: RunEvent[] = [{ type: "session.set", session: { id: "ses_root" } }];
  let state = reduceRun(START, events[0] as RunEvent);
  let count = 0;
  for (const step of steps) {
    for (const event of toEvents(state, step, ++count)) {
      events.push(event);
      state = reduceRun(state, event);
    }
  }
  return events;
}

function toEvents(state: RunState, { kind, a, b, c }: Step, n: number): readonly RunEvent[] {
  const id = String(n).padStart(6, "0");
  const part = pick([...state.parts], a);
  const message = pick([...state.messages], a);
  const session = pick(Object.values(state.sessions), b);
  const path = `f${a % 7}.txt`;
  switch (kind) {
    case "session":
      return [
        { type: "session.set", session: { id: `ses_${id}`, parentId: session?.id ?? "ses_root", title: `t${c}` } },
      ];
    case "message":
      return [
        {
          type: "message.set",
          // Some come late, as a repair finds them: their place is among older ones.
          message: {
            id: c % 9 === 0 ? `msg_${String(c).padStart(6, "0")}_${n}` : `msg_${id}`,
            sessionId: session?.id ?? "",
            role: c % 3 === 0 ? "user" : "assistant",
            createdAt: n,
          },
        },
      ];
    case "part":
      if (message === undefined) return [];
      return [{ type: "part.set", part: newPart(`prt_${id}`, message, b, c, isOpen(state, message.id)) }];
    case "append":
    case "long":
      return part === undefined || !("text" in part || part.type === "tool")
        ? []
        : [{ type: "part.append", id: part.id, text: kind === "long" ? `${c}é\n`.repeat(3_000) : `${c}é ` }];
    case "patch":
      return part === undefined
        ? []
        : [
            ...keptDiffEvents(state, [part.id]),
            { type: "part.patch", id: part.id, patch: patchOf(part, b, c, isOpen(state, part.messageId)) },
          ];
    case "complete": {
      if (message?.role !== "assistant") return [];
      const { sessionId, usage, completedAt } = message;
      const was = completedAt === undefined ? {} : { was: usage === undefined ? { sessionId } : { sessionId, usage } };
      return [{ type: "message.patch", id: message.id, patch: { completedAt: n, usage: usageOf(c) }, ...was }];
    }
    case "output":
      return part?.type === "tool" ? [{ type: "output.set", id: part.id, text: `again ${c}` }] : [];
    case "removePart":
      return part === undefined || b % 4 > 0 ? [] : partRemoved(state, part.id);
    case "removeMessage": {
      return message === undefined || b % 4 > 0 ? [] : messageRemoved(state, message.id);
    }
    case "todos":
      return [{ type: "todos.set", sessionId: session?.id ?? "", todos: [{ content: `c${c}`, status: "pending" }] }];
    case "diff":
      return [
        { type: "diff.set", diff: { ...diffOf(path, c), patch: `@@ -0,0 +1 @@\n+${c}\n`.repeat(b % 2 ? 1 : 900) } },
      ];
    case "diffOfTool":
      return part?.type === "tool"
        ? [{ type: "diff.set", diff: diffOf(path, c), part: { id: part.id, isOnTop: b % 2 === 0 } }]
        : [];
    case "removeDiff":
      return [{ type: "diff.remove", path }];
    case "diagnostics": {
      const place = { line: 1, column: 1, endLine: 1, endColumn: 2 };
      const found = [{ path, ...place, severity: "error" as const, message: `m${c}` }];
      return [{ type: "diagnostics.set", path, diagnostics: b % 2 === 0 ? found : [] }];
    }
    case "edited":
      return [{ type: "file.edited", path }];
    case "ask":
      return [
        {
          type: "pending.set",
          request: { kind: "question", id: `que_${c % 5}`, sessionId: "ses_root", questions: [] },
        },
      ];
    case "answer":
      return [{ type: "pending.remove", id: `que_${c % 5}`, outcome: "answered" }];
    case "run":
      return [{ type: "run.patch", patch: b % 2 === 0 ? { title: `title ${c}` } : { status: "waiting" } }];
    case "unknown":
      return [{ type: "unknown.add", kind: `kind ${c % 40}`, count: 1, sample: `{"n":${c}}` }];
    default:
      // Of things that do not exist: such events must change nothing.
      return [
        { type: "part.append", id: "prt_none", text: "x" },
        { type: "part.patch", id: "prt_none", patch: { title: "x" } },
        { type: "part.remove", id: "prt_none" },
        { type: "message.patch", id: "msg_zzz", patch: { finish: "stop" } },
      ];
  }
}

/** Only in an answer that is still written does a tool start. */
function isOpen(state: RunState, messageId: string): boolean {
  return state.openMessageIds.includes(messageId);
}

function newPart(
  id: string,
  message: { readonly id: string; readonly sessionId: string },
  b: number,
  c: number,
  isLive: boolean,
): Part {
  const base = { id, messageId: message.id, sessionId: message.sessionId };
  switch (b % 5) {
    case 0:
      return { ...base, type: "text", text: `${c}` };
    case 1:
      return { ...base, type: "reasoning", text: "r".repeat(c % 3 === 0 ? 40_000 : 3) };
    case 2:
      return { ...base, type: "step-finish", reason: "stop" };
    default:
      return {
        ...base,
        type: "tool",
        callId: `call_${c}`,
        tool: b % 2 === 0 ? "bash" : "write",
        status: isLive ? "pending" : "completed",
        input: { filePath: `f${c % 7}.txt`, content: "line\n".repeat(c % 4 === 0 ? 2_000 : 2) },
        output: { head: "", tail: "", chars: 0, bytes: 0 },
        metadata: {},
      };
  }
}

function patchOf(part: Part, b: number, c: number, isLive: boolean): { readonly [key: string]: unknown } {
  if (part.type !== "tool") return "text" in part ? { endedAt: c } : { reason: `r${c}` };
  const statuses = isLive ? ["running", "completed", "error"] : ["completed", "error"];
  const status = statuses[b % statuses.length];
  return b % 5 === 0
    ? { status, input: { command: "x".repeat(c * 10) } }
    : { status, metadata: { exit: c, note: "y".repeat(c * 10) } };
}

function diffOf(path: string, c: number) {
  return { path, status: "modified", additions: c, deletions: 0, source: "tool" } as const;
}

function usageOf(c: number): Usage {
  return { input: c, output: c % 7, reasoning: 0, cacheRead: c % 3, cacheWrite: 0, cost: c / 1_000 };
}

function pick<T>(list: readonly T[], at: number): T | undefined {
  return list.length === 0 ? undefined : list[at % list.length];
}

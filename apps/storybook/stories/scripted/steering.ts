import type {
  PendingBudget,
  PendingPermission,
  RunHeader,
  RunSummary,
  SessionEntry,
} from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import type { Recording } from "@opencode-kit/client/recording";
import type { Answers } from "./Answers.ts";
import { FIX_PATCH } from "./patches.ts";
import type { Viewer } from "./Script.ts";
import { ROOT, RUN_ID, Script } from "./Script.ts";

export const BUDGET: PendingBudget = {
  id: "bud_1",
  sessionId: ROOT,
  kind: "budget",
  scope: "run",
  used: { tokens: 1_240_000, cost: 4.2 },
  limit: { tokens: 1_000_000, cost: 5 },
};

export function permission(id: string, extra: Partial<PendingPermission> = {}): PendingPermission {
  return {
    id,
    sessionId: ROOT,
    kind: "permission",
    permission: "bash",
    patterns: ["git push origin main"],
    always: ["git push *"],
    metadata: { command: "git push origin main" },
    ...extra,
  };
}

export const HOSTILE = `\u202E<img src=x onerror=alert(1)> ${"unbroken".repeat(60)}`;

/** The work that others steer: a prompt and half an answer. */
function begun(header: Partial<RunHeader> = {}, viewer: Viewer = {}): Script {
  const script = new Script({ title: "Slugify library", ...header }, Date.now() - 20_000, viewer);
  script.listed(RUN_ID, { title: "Slugify library", status: header.status ?? "working" });
  script.wait(200).user("Build a slugify library with a test.");
  const message = script.wait(300).message("assistant");
  script.text(message, "I'll write `slugify` with a test beside it, run the test, and fix what it finds.");
  const usage = { input: 4210, output: 612, reasoning: 90, cacheRead: 12_800, cacheWrite: 0, cost: 0.0231 };
  script.events({ type: "message.patch", id: message, patch: { completedAt: script.now, usage } });
  return script;
}

export function budgetRun(viewer: Viewer = {}): Recording {
  const script = begun({}, viewer);
  script.events({ type: "pending.set", request: BUDGET });
  return script.patch({ status: "waiting" }).recording();
}

/** A subagent asks while its parent waits for it. */
export function subagentAsksRun(): Recording {
  const script = begun();
  const child = "ses_child";
  script.events({ type: "session.set", session: { id: child, parentId: ROOT, title: "Document the library" } });
  const task = script.tool(script.message("assistant"), "task", { description: "Document the library" });
  script.events({ type: "part.patch", id: task, patch: { metadata: { sessionId: child } } });
  const answer = script.message("assistant", { sessionId: child });
  const usage = { input: 2100, output: 420, reasoning: 0, cacheRead: 6400, cacheWrite: 0, cost: 0.0112 };
  script.events({ type: "message.patch", id: answer, patch: { completedAt: script.now, usage } });
  script.events({ type: "pending.set", request: permission("per_1", { sessionId: child }) });
  return script.patch({ status: "waiting" }).recording();
}

/** Calls that people allowed and rejected. */
export function decidedRun(): Recording {
  const script = begun();
  const message = script.message("assistant");
  const decisions = [
    ["git push origin main", { id: "bob", name: "Bob" }, "once"],
    ["npm publish --access public", { id: "ada", name: "Ada Lovelace" }, "always"],
    ["rm -rf node_modules", { id: "eve", name: "Evangelina Montgomery-Featherstonehaugh" }, "reject"],
  ] as const;
  for (const [command, by, outcome] of decisions) {
    const id = script.tool(message, "bash", { command });
    const request = permission(`per_${id}`, { callId: `call_${id}` });
    script.events({ type: "pending.set", request }, { type: "pending.remove", id: request.id, outcome, by });
    script
      .wait(1500)
      .end(id, outcome === "reject" ? { status: "error", error: "Rejected" } : { metadata: { exit: 0 } });
  }
  script.text(script.message("assistant"), "Two of three are done. I leave the modules alone.");
  return script.patch({ status: "complete", endedAt: script.now }).recording();
}

/** Requests of several runs. */
export function askingRoom(viewer: Viewer = {}): Recording {
  const script = new Script({}, Date.now(), viewer);
  const edit = { permission: "edit", patterns: ["src/slugify.ts"], always: ["*"] };
  script
    .listed("run_a", { title: "Publish the package" })
    .listed("run_b", { prompt: "Fix the separator\nand its test", sessionId: "ses_b" })
    .listed("run_c", { title: HOSTILE, sessionId: "ses_c" })
    .room(
      { type: "room.pending.set", runId: "run_a", request: permission("per_1") },
      {
        type: "room.pending.set",
        runId: "run_b",
        request: permission("per_2", {
          ...edit,
          sessionId: "ses_b_child",
          metadata: { filepath: "src/slugify.ts", diff: FIX_PATCH },
        }),
      },
      { type: "room.pending.set", runId: "run_c", request: { ...BUDGET, scope: "room", sessionId: "ses_c" } },
    );
  return script.recording();
}

export function leftRun(left: RunHeader["stillRunning"] = [], viewer: Viewer = {}): Recording {
  const script = begun({}, viewer);
  return script.patch({ status: "aborted", endedAt: script.now, stillRunning: left }).recording();
}

type QueuedRun = Pick<RunSummary, "id" | "prompt">;

const QUEUED: readonly QueuedRun[] = [
  { id: "run_q1", prompt: "Then write the documentation in docs/usage.md.\nOne example for each option." },
  { id: "run_q2", prompt: "Publish a beta." },
];

export function queueRun(runs = QUEUED, isHeld = false, viewer: Viewer = {}): Recording {
  const script = begun(isHeld ? { status: "aborted", endedAt: Date.now() } : {}, viewer);
  for (const [at, run] of runs.entries()) {
    const queue = isHeld ? { position: at + 1, isHeld: true as const } : { position: at + 1 };
    script.listed(run.id, { ...run, status: "queued", queue });
  }
  return script.recording();
}

export function longQueueRun(): Recording {
  const many = Array.from({ length: 12 }, (_, at) => ({ id: `run_q${at}`, prompt: `Step ${at + 1} of the plan.` }));
  return queueRun([...many, { id: "run_long", prompt: "A prompt of very many words. ".repeat(60) }]);
}

export function hostileQueueRun(): Recording {
  return queueRun([
    { id: "run_q1", prompt: HOSTILE },
    { id: "run_q2", prompt: "اكتب الاختبارات ثم شغّلها وأخبرني بالنتيجة" },
  ]);
}

export function revertedRun(isFinal = false, viewer: Viewer = {}): Recording {
  const script = begun({}, viewer);
  script.user("Now publish it.");
  const from = "msg_000005";
  const message = script.message("assistant");
  script.text(message, "Published as `slugify@1.0.0`.");
  const revert = isFinal ? { messageId: from, isFinal: true as const } : { messageId: from };
  script.events({ type: "session.set", session: { id: ROOT, revert }, isChange: true });
  script.listed(RUN_ID, { title: "Slugify library", status: "complete" });
  return script.patch({ status: "complete", endedAt: script.now }).recording();
}

export function wholeRunReverted(): Recording {
  const script = begun();
  script.events({
    type: "session.set",
    session: { id: ROOT, revert: { messageId: "msg_000001", isFinal: true } },
    isChange: true,
  });
  return script.patch({ status: "complete", endedAt: script.now, isReverted: true }).recording();
}

export function watchedRoom(
  viewers: readonly { readonly id: string; readonly name?: string }[],
  count: number,
): Recording {
  const script = new Script();
  const usage = { input: 84_000, output: 21_000, reasoning: 3000, cacheRead: 910_000, cacheWrite: 0, cost: 3.41 };
  const present = viewers.map((viewer, at) => ({
    ...viewer,
    role: at === 0 ? ("owner" as const) : ("viewer" as const),
  }));
  script.room({ type: "room.presence.set", presence: { count, viewers: present } }, { type: "room.usage.set", usage });
  return script.recording();
}

const session = (id: string, title: string): SessionEntry => ({ id, title, createdAt: 1, updatedAt: 2 });

export const SESSIONS: readonly SessionEntry[] = [
  session(ROOT, "Slugify library"),
  session("ses_b", "Fix the separator"),
  session("ses_c", HOSTILE),
  session("ses_d", ""),
  session("ses_e", "مكتبة لتحويل العناوين"),
];

export const MODELS = [
  { id: "anthropic/claude-sonnet-4", name: "Claude Sonnet 4", provider: "anthropic" },
  { id: "openai/gpt-5", name: "GPT-5", provider: "openai" },
  { id: "local/a-model-with-a-very-long-name", name: "A model with a very long name", provider: "local" },
];

export const AGENTS = [
  { name: "build", description: "Writes code" },
  { name: "plan", description: "Reads and plans, and changes nothing" },
];

/** Takes what people steer by, and changes nothing. */
export const steeringAnswers: Answers = (command) => {
  switch (command.name) {
    case "getPrompt":
      return { prompt: QUEUED.find(({ id }) => id === command.runId)?.prompt ?? "The whole prompt." };
    case "listSessions":
      return { sessions: SESSIONS };
    case "listModels":
      return { models: MODELS };
    case "listAgents":
      return { agents: AGENTS };
    case "editQueued":
      throw new OpenCodeKitError("run_started", "The run has started.");
    case "killProcess":
      return { processId: command.processId };
    case "submit":
      return { runId: "run_next", disposition: "queued" };
    default:
      throw new OpenCodeKitError("not_found", "The story does not take this.");
  }
};

import type { FileEntry, PendingRequest, ProcessInfo, RunEvent } from "@opencode-kit/client/protocol";
import { windowOf } from "@opencode-kit/client/state";
import type { FakeClient } from "../FakeClient.ts";
import { createFakeClient, message, ROOT, RUN_ID, summary, text, tool } from "../FakeClient.ts";

export const PATCH = ["--- a/src/a.ts", "+++ b/src/a.ts", "@@ -1,2 +1,2 @@", " one", "-two", "+zwei", ""].join("\n");

const COLOURS = "\u001b[31mred\u001b[0m \u001b[48;5;200mpink\u001b[0m plain\n";
/** Long enough to be laid out in pieces. */
const LONG = `${COLOURS}${"A line of what a build says.\n".repeat(1_500)}`;

export const FILES: readonly FileEntry[] = [
  { path: "src", kind: "directory" },
  { path: "src/deep", kind: "directory" },
  { path: "src/deep/b.ts", kind: "file", size: 12, modifiedAt: 1 },
  { path: "src/a.ts", kind: "file", size: 12, modifiedAt: 1 },
];

export const PROCESSES: readonly ProcessInfo[] = [
  { id: "p1", source: "tool", command: "npm test", status: "running", startedAt: 1, output: windowOf(COLOURS) },
  { id: "p2", source: "tool", command: "ls", status: "exited", exitCode: 0, output: windowOf(LONG), endedAt: 9 },
];

const REQUESTS: readonly PendingRequest[] = [
  {
    id: "per_1",
    sessionId: ROOT,
    kind: "permission",
    permission: "bash",
    patterns: ["rm *"],
    always: ["rm *"],
    metadata: { command: "rm -rf build" },
  },
  {
    id: "que_1",
    sessionId: ROOT,
    kind: "question",
    questions: [{ question: "Which one?", header: "Choice", options: [{ label: "This" }, { label: "That" }] }],
  },
  {
    id: "bud_1",
    sessionId: ROOT,
    kind: "budget",
    scope: "run",
    used: { tokens: 900_000, cost: 4 },
    limit: { tokens: 1_000_000, cost: 5 },
  },
];

const EVENTS: readonly RunEvent[] = [
  { type: "run.patch", patch: { title: "Translate it", modelID: "some-model", createdAt: 1, startedAt: 1 } },
  { type: "todos.set", sessionId: ROOT, todos: [{ content: "Read", status: "completed" }, doing("Translate")] },
  message("msg_1", "user"),
  text("prt_1", "msg_1", "Please translate it."),
  message("msg_2"),
  text("prt_2", "msg_2", "Let me think.", { type: "reasoning", startedAt: 1, endedAt: 1500 }),
  text(
    "prt_3",
    "msg_2",
    "# Done\n\nIt is **translated**: `two` is now `zwei`.\n\n```ts\nconst a = 1;\n```\n\n- [link](https://example.test/)",
  ),
  tool("prt_4", "msg_2", "bash", {
    input: { command: "npm test", description: "Runs the tests" },
    output: windowOf(COLOURS),
    metadata: { exit: 1 },
    startedAt: 1,
    endedAt: 5001,
  }),
  tool("prt_5", "msg_2", "edit", {
    input: { filePath: "/workspace/src/a.ts", oldString: "two", newString: "zwei" },
    metadata: { diff: PATCH },
  }),
  tool("prt_6", "msg_2", "webfetch", { status: "error", input: { url: "https://example.test/" }, error: "No route" }),
  tool("prt_7", "msg_2", "mcp_search", { status: "running", input: { query: "two" } }),
  { type: "diff.set", diff: { path: "src/a.ts", status: "modified", additions: 1, deletions: 1, patch: PATCH } },
  ...REQUESTS.map((request): RunEvent => ({ type: "pending.set", request })),
];

function doing(content: string) {
  return { content, status: "in_progress" };
}

/** A room in which nearly everything is on the screen: each kind of part, prompt, file and process. */
export function createScene(): FakeClient {
  const fake = createFakeClient();
  fake.emits(...EVENTS);
  fake.emitsFiles(...FILES.map((entry) => ({ type: "file.set" as const, entry })));
  fake.emitsRoom(
    summary(RUN_ID, { title: "Translate it" }),
    summary("run_2", { status: "queued", queue: { position: 1 } }),
    { type: "room.presence.set", presence: { count: 2, viewers: [{ id: "u1", name: "Ada", role: "owner" }] } },
    { type: "room.usage.set", usage: { input: 10, output: 10, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0.2 } },
    ...REQUESTS.map((request) => ({ type: "room.pending.set" as const, runId: RUN_ID, request })),
  );
  return fake;
}

import { beforeEach, describe, expect, it } from "vitest";
import { RecordedAgent } from "../../../recordings/RecordedAgent.ts";
import { CONTEXT, readRecording, runEventsOf, startedRun } from "../../../recordings/readRecording.ts";
import type { Command, RunEvent } from "../../protocol/index.ts";
import type { AgentPort } from "../../source/index.ts";
import { toRunSnapshot } from "../../state/index.ts";
import { Channels } from "../Channels.ts";
import { createMemoryLogStore } from "../createMemoryLogStore.ts";
import { createMemoryStores } from "../createMemoryStores.ts";
import { RoomRuns } from "../RoomRuns.ts";
import type { RunStore } from "../RoomStores.ts";
import type { CommandContext } from "./CommandContext.ts";
import type { RoomCommand } from "./runRoomCommand.ts";
import { runRoomCommand } from "./runRoomCommand.ts";

let store: RunStore;
let channels: Channels;
let context: CommandContext;

/** A room whose agent, a fake, answers `GET` requests by path and refuses all others. */
function setUp(answers: Readonly<Record<string, unknown>> = {}): void {
  const logs = createMemoryLogStore();
  const stores = createMemoryStores();
  store = stores.runs;
  channels = new Channels(logs, () => undefined);
  const port: AgentPort = {
    openAgent: async () => ({
      fetch: async (path) => {
        const answer = answers[path];
        return answer === undefined ? new Response("{}", { status: 404 }) : Response.json(answer);
      },
      ...CONTEXT,
      version: "1",
      scripted: true,
      bootId: "b",
    }),
  };
  const runs = new RoomRuns({ port, stores, channels, onActivity: () => undefined, onProblem: () => undefined });
  context = { runs, outputs: logs.outputs };
}

beforeEach(() => setUp());

/** A run that is in the room already, with these events. */
function hasRun(id: string, sessionId: string, events: readonly RunEvent[]): void {
  const submit = { name: "submit", operationId: id, prompt: "go", sessionId } as const;
  const facts = { kind: "prompt", position: 1, isHeld: false, isStopping: false, endsProcesses: false } as const;
  store.insert({ id, submit, createdAt: 1, sessionId, afterMessageId: undefined, isPrompted: true, ...facts });
  store.change(id, { isOver: true });
  const log = context.runs.logs.find(id);
  log.append([
    { type: "run.patch", patch: { sessionId } },
    { type: "session.set", session: { id: sessionId } },
    ...events,
  ]);
  channels.touch(log);
  channels.flush();
}

function hasRecordedRun(name: string): {
  readonly sessionId: string;
  readonly events: ReturnType<typeof readRecording>["events"];
} {
  const { sessionId, events } = readRecording(name);
  hasRun("run", sessionId, runEventsOf(startedRun(sessionId), events));
  return { sessionId, events };
}

const run = (command: RoomCommand): Promise<unknown> => runRoomCommand(context, command, { role: "owner" });

const message = (n: number): readonly RunEvent[] => {
  const id = String(n).padStart(4, "0");
  const base = { id: `prt_${id}`, messageId: `msg_${id}`, sessionId: "ses" };
  return [
    {
      type: "message.set",
      message: { id: `msg_${id}`, sessionId: "ses", role: "assistant", createdAt: n, completedAt: n },
    },
    { type: "part.set", part: { ...base, type: "text", text: `answer ${n}` } },
  ];
};

describe("older messages", () => {
  it("come page by page, without a gap or an overlap, until the first", async () => {
    hasRun("run", "ses", Array.from({ length: 250 }, (_, n) => message(n)).flat());
    const joined = toRunSnapshot(context.runs.logs.find("run").state);
    expect(joined.messageCount).toBe(250);
    const seen = joined.messages.map(({ id }) => id);
    let hasOlder = true;
    for (let pages = 0; hasOlder; pages++) {
      expect(pages).toBeLessThan(20);
      const page = (await run({ name: "getMessages", runId: "run", before: seen[0] ?? "", limit: 50 })) as {
        messages: readonly { id: string }[];
        parts: readonly { messageId: string }[];
        hasOlder: boolean;
      };
      expect(page.parts.map((part) => part.messageId)).toEqual(page.messages.map(({ id }) => id));
      seen.unshift(...page.messages.map(({ id }) => id));
      ({ hasOlder } = page);
    }
    expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => `msg_${String(n).padStart(4, "0")}`));
  });

  it("of a session that is not there are none; of a run that is not there is an error", async () => {
    hasRun("run", "ses", message(1));
    await expect(run({ name: "getMessages", runId: "run", sessionId: "ses_none" })).resolves.toEqual({
      messages: [],
      parts: [],
      hasOlder: false,
    });
    await expect(run({ name: "getMessages", runId: "none" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("whole content", () => {
  it("of a part and of an output that a snapshot has cut", async () => {
    const output = "0123456789".repeat(10_000);
    const content = "x".repeat(50_000);
    const base = { id: "prt_t", messageId: "msg_0001", sessionId: "ses" };
    hasRun("run", "ses", [
      ...message(1),
      {
        type: "part.set",
        part: {
          ...base,
          type: "tool",
          callId: "c",
          tool: "write",
          status: "completed",
          input: { filePath: "a", content },
          output: { head: "", tail: "", chars: 0, bytes: 0 },
          metadata: {},
        },
      },
      { type: "part.append", id: "prt_t", text: output.slice(0, 60_000) },
      { type: "part.append", id: "prt_t", text: output.slice(60_000) },
    ]);
    const snapshot = toRunSnapshot(context.runs.logs.find("run").state);
    expect(JSON.stringify(snapshot).length).toBeLessThan(20_000);
    await expect(run({ name: "getPart", runId: "run", partId: "prt_t" })).resolves.toMatchObject({
      part: { input: { content } },
    });
    await expect(run({ name: "getOutput", runId: "run", partId: "prt_t" })).resolves.toEqual({
      text: output,
      offset: 0,
      chars: output.length,
    });
    await expect(run({ name: "getOutput", runId: "run", partId: "prt_t", offset: 59_995, limit: 10 })).resolves.toEqual(
      {
        text: output.slice(59_995, 60_005),
        offset: 59_995,
        chars: output.length,
      },
    );
    await expect(run({ name: "getOutput", runId: "run", partId: "prt_0001" })).rejects.toMatchObject({
      code: "bad_request",
    });
    await expect(run({ name: "getPart", runId: "run", partId: "prt_none" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("of an image comes from OpenCode's own record, and is nowhere in the state", async () => {
    const { sessionId, events } = readRecording("read_image");
    const agent = new RecordedAgent(events);
    const { messages } = await agent.api.listMessages(sessionId, { limit: 100 });
    setUp(
      Object.fromEntries(
        messages.map((each) => [`/session/${sessionId}/message/${(each["info"] as { id: string }).id}`, each]),
      ),
    );
    hasRecordedRun("read_image");
    const { state } = context.runs.logs.find("run");
    expect(JSON.stringify(toRunSnapshot(state))).not.toContain("base64");
    const part = [...state.parts].find((each) => each.type === "tool" && each.attachments !== undefined);
    const content = await run({ name: "getAttachment", runId: "run", partId: part?.id ?? "" });
    expect(content).toMatchObject({ mime: "image/png", base64: expect.stringMatching(/^iVBOR/) });
    await expect(run({ name: "getAttachment", runId: "run", partId: part?.id ?? "", index: 3 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("diffs on demand", () => {
  const path = "src/greet.js";

  it("of a patch that was left out come from OpenCode's endpoint", async () => {
    const patch = `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-a\n+b\n`;
    setUp({
      "/session/ses/diff?messageID=msg_0001": [{ file: path, patch, additions: 1, deletions: 1, status: "modified" }],
    });
    const omitted = {
      path,
      status: "modified",
      additions: 1,
      deletions: 1,
      isPatchOmitted: true,
      source: "summary",
    } as const;
    hasRun("run", "ses", [...message(1), { type: "diff.set", diff: omitted }]);
    await expect(run({ name: "getDiff", runId: "run", path })).resolves.toMatchObject({
      diff: { path, patch, source: "endpoint" },
    });
    await expect(run({ name: "getDiff", runId: "run", path: "other" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("of a session are those of all its runs, put together", async () => {
    const patched = (status: "added" | "modified", hunk: string, patch = hunk) =>
      ({ path, status, additions: 1, deletions: 0, source: "summary", patch }) as const;
    hasRun("one", "ses", [
      { type: "diff.set", diff: patched("added", `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+one\n`) },
    ]);
    hasRun("two", "ses", [
      { type: "diff.set", diff: patched("modified", `--- a/${path}\n+++ b/${path}\n@@ -1 +1,2 @@\n one\n+two\n`) },
    ]);
    hasRun("else", "ses_2", [{ type: "diff.set", diff: { ...patched("added", ""), path: "b" } }]);
    await expect(run({ name: "listDiffs", scope: "session", sessionId: "ses" })).resolves.toEqual({
      diffs: [
        {
          path,
          status: "added",
          additions: 2,
          deletions: 0,
          source: "summary",
          patch: `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,2 @@\n+one\n+two\n`,
        },
      ],
    });
  });

  it("of the workspace are git's", async () => {
    const patch = `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+one\n`;
    setUp({ "/vcs/diff?mode=git": [{ file: path, patch, additions: 1, deletions: 0, status: "added" }] });
    await expect(
      run({ name: "listDiffs", scope: "workspace" } satisfies Command as RoomCommand),
    ).resolves.toMatchObject({
      diffs: [{ path, status: "added", source: "git", patch: `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+one\n` }],
    });
  });
});

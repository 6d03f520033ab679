import type { ReactNode } from "react";
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { renderHook } from "vitest-browser-react";
import type { FakeClient } from "../../tests/FakeClient.ts";
import { createFakeClient, message, ROOT, RUN_ID, summary, text, tool } from "../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../context/OpenCodeProvider.tsx";
import { useConnection } from "./useConnection.ts";
import { useFiles } from "./useFiles.ts";
import { useOpenCodeClient } from "./useOpenCodeClient.ts";
import { useOpenCodeRun } from "./useOpenCodeRun.ts";
import { usePending } from "./usePending.ts";
import { useProcesses } from "./useProcesses.ts";
import { useQueue } from "./useQueue.ts";
import { useRoom } from "./useRoom.ts";
import { useSessions } from "./useSessions.ts";
import { useUsage } from "./useUsage.ts";

const USAGE = { input: 10, output: 5, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0.5 };

/** The hook's result, and how often it was asked for one. */
async function hook<T>(fake: FakeClient, use: () => T) {
  let renders = 0;
  const wrapper = ({ children }: { readonly children?: ReactNode }) => (
    <OpenCodeProvider client={fake.client}>{children}</OpenCodeProvider>
  );
  const { result } = await renderHook(
    () => {
      renders++;
      return use();
    },
    { wrapper },
  );
  return { result, renders: () => renders };
}

test("a run's hook without a selector has state, status, connection and commands", async () => {
  const fake = createFakeClient();
  const { result } = await hook(fake, () => useOpenCodeRun({ runId: RUN_ID }));
  fake.emits({ type: "run.patch", patch: { title: "New title" } });
  expect(result.current.state.title).toBe("New title");
  expect(result.current.status).toEqual({ phase: "live" });
  fake.connects({ status: "reconnecting" });
  expect(result.current.connection.status).toBe("reconnecting");
  const { stop, submit } = result.current;
  await stop({ processes: true });
  await submit({ prompt: "And now?" });
  expect(fake.calls).toEqual([
    ["stop", RUN_ID, { processes: true }],
    ["submit", { prompt: "And now?", followsRunId: RUN_ID }],
  ]);
  expect(result.current.stop).toBe(stop);
});

test("a run's hook with a selector renders again only when the selection changes", async () => {
  const fake = createFakeClient();
  const { result, renders } = await hook(fake, () => useOpenCodeRun({ runId: RUN_ID }, (run) => run.todos));
  const before = renders();
  fake.emits(message("m1"), text("p1", "m1", "words"));
  fake.emits({ type: "part.append", id: "p1", text: " and more" });
  fake.connects({ status: "reconnecting" });
  expect(renders()).toBe(before);
  const todos = [{ content: "Test it", status: "pending" }];
  fake.emits({ type: "todos.set", sessionId: ROOT, todos });
  expect(renders()).toBe(before + 1);
  expect(result.current).toEqual(todos);
});

test("a selection that is equal by the caller's measure keeps its identity", async () => {
  const fake = createFakeClient();
  const sameLength = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length;
  const select = (run: { readonly filesEdited: readonly string[] }) => [...run.filesEdited];
  const { result, renders } = await hook(fake, () => useOpenCodeRun({ runId: RUN_ID }, select, sameLength));
  const [before, first] = [renders(), result.current];
  fake.emits({ type: "run.patch", patch: { title: "Other" } });
  expect([renders(), result.current]).toEqual([before, first]);
  expect(result.current).toBe(first);
});

test("a run's hook without a run says what it needs", () => {
  function Misused(): ReactNode {
    useOpenCodeRun({});
    return null;
  }
  const page = (
    <OpenCodeProvider client={createFakeClient().client}>
      <Misused />
    </OpenCodeProvider>
  );
  expect(() => renderToString(page)).toThrow("`useOpenCodeRun` needs a `runId` or a surrounding `RunRoot`.");
});

test("the room, what waits in it, and its files", async () => {
  const fake = createFakeClient();
  const { result } = await hook(fake, () => ({
    runs: useRoom((room) => room.runs.length),
    room: useRoom(),
    pending: usePending(),
    files: useFiles((files) => files.rows.size),
    all: useFiles(),
    connection: useConnection(),
    client: useOpenCodeClient(),
  }));
  fake.emitsRoom(summary(RUN_ID));
  const request = { id: "que_1", sessionId: ROOT, kind: "question", questions: [] } as const;
  fake.emitsRoom({ type: "room.pending.set", runId: RUN_ID, request });
  fake.emitsFiles({ type: "file.set", entry: { path: "a.txt", kind: "file" } });
  expect(result.current.runs).toBe(1);
  expect(result.current.room.runs[0]?.id).toBe(RUN_ID);
  expect(result.current.pending).toEqual([{ runId: RUN_ID, request }]);
  expect(result.current.files).toBe(1);
  expect(result.current.all.rows.size).toBe(1);
  expect(result.current.connection.role).toBe("owner");
  expect(result.current.client).toBe(fake.client);
});

test("processes are the run's commands, then what else runs", async () => {
  const fake = createFakeClient();
  const { result, renders } = await hook(fake, () => useProcesses({ runId: RUN_ID }));
  fake.emits(message("m1"), tool("p1", "m1", "bash", { input: { command: "npm test" }, metadata: { exit: 0 } }));
  const server = { id: "pid:7", source: "sandbox", command: "vite", status: "running" } as const;
  fake.emitsRoom({ type: "room.process.set", process: server });
  expect(result.current.map(({ command, status }) => `${command} ${status}`)).toEqual([
    "npm test exited",
    "vite running",
  ]);
  const before = renders();
  fake.emits(text("p2", "m1", "words"));
  expect(renders()).toBe(before);
});

test("without a run, processes are those of the sandbox", async () => {
  const fake = createFakeClient();
  const { result } = await hook(fake, () => useProcesses());
  fake.emits(message("m1"), tool("p1", "m1", "bash"));
  expect(result.current).toEqual([]);
});

test("usage is the run's, or that of the room", async () => {
  const fake = createFakeClient();
  const { result, renders } = await hook(fake, () => [useUsage({ runId: RUN_ID }), useUsage()] as const);
  fake.emits({
    type: "message.set",
    message: { id: "m1", sessionId: ROOT, role: "assistant", createdAt: 1, usage: USAGE },
  });
  fake.emitsRoom({ type: "room.usage.set", usage: { ...USAGE, cost: 2 } });
  expect(result.current.map(({ cost }) => cost)).toEqual([0.5, 2]);
  const before = renders();
  fake.emits(text("p1", "m1", "words"));
  fake.emitsRoom(summary("run_2"));
  expect(renders()).toBe(before);
});

test("a queue has what waits in the session, and steers it", async () => {
  const fake = createFakeClient();
  const { result } = await hook(fake, () => useQueue({ runId: RUN_ID }));
  fake.emitsRoom(summary(RUN_ID), summary("run_2", { status: "queued", queue: { position: 1 } }));
  expect(result.current.runs.map(({ id }) => id)).toEqual(["run_2"]);
  expect([result.current.isBusy, result.current.isHeld, result.current.sessionId]).toEqual([true, false, ROOT]);
  await result.current.cancel("run_2");
  expect(fake.calls).toEqual([["stop", "run_2"]]);
});

test("sessions are asked for once, and anew when the room tells of a change or something was done", async () => {
  let titles = ["First"];
  const listSessions = () =>
    Promise.resolve(titles.map((title, at) => ({ id: `ses_${at}`, title, createdAt: 1, updatedAt: 1 })));
  const fake = createFakeClient({ listSessions });
  const { result } = await hook(fake, () => useSessions());
  const shown = () => expect.poll(() => result.current.sessions.map(({ title }) => title));
  expect(result.current.isLoading).toBe(true);
  await shown().toEqual(["First"]);
  expect(fake.calls).toHaveLength(1);
  titles = ["First", "Second"];
  fake.emitsRoom(summary("run_2", { sessionId: "ses_1" }));
  await shown().toEqual(["First", "Second"]);
  titles = ["Renamed", "Second"];
  await result.current.rename("ses_0", "Renamed");
  await shown().toEqual(["Renamed", "Second"]);
});

test("StrictMode asks no question twice", async () => {
  const fake = createFakeClient({ listSessions: () => Promise.resolve([]) });
  const wrapper = ({ children }: { readonly children?: ReactNode }) => (
    <StrictMode>
      <OpenCodeProvider client={fake.client}>{children}</OpenCodeProvider>
    </StrictMode>
  );
  const { result } = await renderHook(() => useSessions(), { wrapper });
  await expect.poll(() => result.current.isLoading).toBe(false);
  expect(fake.calls).toEqual([["listSessions", {}]]);
});

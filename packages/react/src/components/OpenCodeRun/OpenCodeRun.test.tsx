import { Profiler } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, message, ROOT, RUN_ID, text, tool } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { OpenCodeRun } from "./OpenCodeRun.tsx";

afterEach(() => {
  document.title = "";
});

const PERMISSION = {
  id: "per_1",
  sessionId: ROOT,
  kind: "permission",
  permission: "bash",
  patterns: ["rm -rf dist"],
  always: ["rm *"],
  metadata: { command: "rm -rf dist" },
} as const;

async function open(fake = createFakeClient(), tools = {}) {
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <div style={{ height: 400 }}>
        <OpenCodeRun runId={RUN_ID} tools={tools} />
      </div>
    </OpenCodeProvider>,
  );
  return { fake, screen };
}

test("one delta renders the row that it belongs to and no other", async () => {
  const renders: string[] = [];
  const Count = ({ part }: ToolRendererProps) => {
    renders.push(part.id);
    return <p>{part.output.head}</p>;
  };
  const { fake, screen } = await open(createFakeClient(), { first: Count, second: Count });
  const live = { status: "running" as const };
  fake.emits(message("m1"), tool("p1", "m1", "first", live), tool("p2", "m1", "second", live));
  renders.length = 0;
  fake.emits({ type: "part.append", id: "p2", text: "hello" });
  await expect.element(screen.getByText("hello")).toBeVisible();
  expect(renders).toEqual(["p2"]);
});

test("a finished block of Markdown keeps its element while the text grows", async () => {
  const { fake, screen } = await open();
  fake.emits(message("m1"), text("p1", "m1", "First **block**.\n\nSecond block.\n\nThird"));
  await expect.element(screen.getByText("Third")).toBeVisible();
  await expect.element(screen.getByText("block", { exact: true })).toBeVisible();
  const before = screen.container.querySelector("[data-slot='oc-markdown'] p");
  fake.emits({ type: "part.append", id: "p1", text: " and more." });
  await expect.element(screen.getByText("Third and more.")).toBeVisible();
  expect(screen.container.querySelector("[data-slot='oc-markdown'] p")).toBe(before);
});

test("hostile text stays text", async () => {
  const { fake, screen } = await open();
  const hostile = `<img src=x onerror="document.title='owned'">\n\n[click](javascript:document.title='owned') [tab](java\tscript:alert(1)) ![pic](https://example.com/pixel.png)\n\n[fine](https://example.com/)`;
  fake.emits(
    message("m0", "user"),
    text("p0", "m0", "<script>document.title='owned'</script>"),
    message("m1"),
    text("p1", "m1", hostile),
    tool("p2", "m1", "constructor", { title: "<b>title</b>" }),
  );
  await expect
    .element(screen.getByRole("link", { name: "fine" }))
    .toHaveAttribute("rel", "noopener noreferrer nofollow ugc");
  expect(screen.container.querySelectorAll("img, script, b")).toHaveLength(0);
  const links = [...screen.container.querySelectorAll("a")].map((link) => link.getAttribute("href"));
  expect(links).toEqual(["https://example.com/pixel.png", "https://example.com/"]);
  expect(document.title).toBe("");
});

test("a permission is answered once, with what was chosen", async () => {
  const { fake, screen } = await open();
  fake.emits({ type: "pending.set", request: PERMISSION });
  const prompt = screen.getByRole("group", { name: "Run this command?" });
  await expect.element(prompt).toHaveTextContent("rm -rf dist");
  await expect.element(prompt).toHaveTextContent("Always allow grants rm *");
  expect(document.activeElement).toBe(document.body);
  await prompt.getByRole("button", { name: "Allow once" }).click();
  expect(fake.calls).toEqual([["replyToPermission", { requestId: "per_1", reply: "once" }]]);
  fake.emits({ type: "pending.remove", id: "per_1", outcome: "once" });
  await expect.element(prompt).not.toBeInTheDocument();
});

test("a rejection may tell the agent what to do instead", async () => {
  const { fake, screen } = await open();
  fake.emits({ type: "pending.set", request: PERMISSION });
  await screen.getByRole("button", { name: "Reject" }).click();
  await screen.getByRole("textbox").fill("Use git clean");
  await screen.getByRole("button", { name: "Reject and go on" }).click();
  expect(fake.calls).toEqual([
    ["replyToPermission", { requestId: "per_1", reply: "reject", message: "Use git clean" }],
  ]);
});

test("an answer that was not taken says why and can be given again", async () => {
  const { fake, screen } = await open();
  fake.refuses(new Error("Somebody else answered."));
  fake.emits({ type: "pending.set", request: PERMISSION });
  await screen.getByRole("button", { name: "Always allow" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not sent. Somebody else answered.");
  await expect.element(screen.getByRole("button", { name: "Always allow" })).toBeEnabled();
});

test("a viewer sees what is asked and cannot answer", async () => {
  const { fake, screen } = await open();
  fake.connects({ status: "open", role: "viewer" });
  fake.emits({ type: "pending.set", request: PERMISSION });
  await expect.element(screen.getByRole("button", { name: "Allow once" })).toBeDisabled();
  await expect.element(screen.getByText("Only an approver or owner can answer this. You are a viewer.")).toBeVisible();
});

test("questions are answered in order, with choices and own words", async () => {
  const { fake, screen } = await open();
  const questions = [
    { question: "Which colour?", options: [{ label: "Red" }, { label: "Blue" }] },
    { question: "What else?", options: [{ label: "Tests" }, { label: "Docs" }], multiple: true },
  ];
  fake.emits({ type: "pending.set", request: { id: "que_1", sessionId: ROOT, kind: "question", questions } });
  const answer = screen.getByRole("button", { name: "Answer" });
  await expect.element(answer).toBeDisabled();
  await screen.getByRole("radio", { name: "Blue" }).click();
  await screen.getByRole("checkbox", { name: "Tests" }).click();
  await screen.getByRole("textbox", { name: "Your own answer" }).nth(1).fill("A licence");
  await answer.click();
  const answers = [["Blue"], ["Tests", "A licence"]];
  expect(fake.calls).toEqual([["replyToQuestion", { requestId: "que_1", answers }]]);
});

test("the transcript follows its end until the reader scrolls up", async () => {
  const { fake, screen } = await open();
  const lines = (from: number) => Array.from({ length: 40 }, (_, at) => `line ${from + at}\n\n`).join("");
  fake.emits(message("m1"), text("p1", "m1", lines(0)));
  const log = screen.getByRole("log").element();
  const distance = () => log.scrollHeight - log.scrollTop - log.clientHeight;
  await vi.waitFor(() => expect(log.scrollHeight).toBeGreaterThan(800));
  await vi.waitFor(() => expect(distance()).toBeLessThan(2));

  log.scrollTop -= 200;
  await expect.element(screen.getByRole("button", { name: "Jump to end" })).toBeVisible();
  const before = log.scrollTop;
  fake.emits({ type: "part.append", id: "p1", text: lines(40) });
  await expect.element(screen.getByText("line 79")).toBeInTheDocument();
  expect(log.scrollTop).toBe(before);

  await screen.getByRole("button", { name: "Jump to end" }).click();
  fake.emits({ type: "part.append", id: "p1", text: lines(80) });
  await expect.element(screen.getByText("line 119")).toBeInTheDocument();
  await vi.waitFor(() => expect(distance()).toBeLessThan(2));
});

test("stopping says so until the run has stopped", async () => {
  const { fake, screen } = await open();
  await screen.getByRole("button", { name: "Stop" }).click();
  expect(fake.calls).toEqual([["stop", RUN_ID]]);
  fake.emits({ type: "run.patch", patch: { status: "stopping" } });
  await expect.element(screen.getByRole("button", { name: "Stopping…" })).toBeDisabled();
  fake.emits({ type: "run.patch", patch: { status: "aborted", endedAt: 2 } });
  expect(screen.getByRole("button", { name: /Stop/ }).query()).toBeNull();
  await expect.element(screen.getByText("Stopped here")).toBeVisible();
});

test("an answer that was broken off says so where the run went on, and only once where it ended", async () => {
  const { fake, screen } = await open();
  const error = { code: "interrupted", message: "The run was stopped." } as const;
  fake.emits(message("m1"), { type: "message.patch", id: "m1", patch: { completedAt: 2, error } });
  fake.emits(message("m2", "user"), message("m3"));
  await expect.element(screen.getByText("Interrupted here")).toBeVisible();
  fake.emits({ type: "message.patch", id: "m3", patch: { completedAt: 3, error } });
  fake.emits({ type: "run.patch", patch: { status: "aborted", endedAt: 3 } });
  await expect.element(screen.getByText("Stopped here")).toBeVisible();
  expect(screen.getByText("Interrupted here").elements()).toHaveLength(1);
});

test("a run whose queue is held says so, and nothing turns as if it worked", async () => {
  const { fake, screen } = await open();
  fake.emits({ type: "run.patch", patch: { status: "queued", queue: { position: 1 } } });
  await expect.element(screen.getByText("Waiting for the run before this one")).toBeVisible();
  fake.emits({ type: "run.patch", patch: { queue: { position: 1, isHeld: true } } });
  await expect.element(screen.getByText("Held because the run before was stopped.")).toBeVisible();
  expect(screen.container.querySelector("[data-slot='oc-activity'] [data-spin]")).toBeNull();
});

test("an error is shown once, in place, with its code", async () => {
  const { fake, screen } = await open();
  const error = { code: "provider_auth", message: "The provider refused the key. Check it." } as const;
  fake.emits(message("m1"), { type: "message.patch", id: "m1", patch: { error } });
  fake.emits({ type: "run.patch", patch: { status: "error", error, endedAt: 2 } });
  expect(screen.getByText("The provider refused the key. Check it.").elements()).toHaveLength(1);
  await expect.element(screen.getByText("Code: provider_auth")).toBeVisible();
});

test("a lost connection is said, and can be made again", async () => {
  const { fake, screen } = await open();
  fake.connects({ status: "reconnecting" });
  await screen.getByRole("button", { name: "Reconnect" }).click();
  expect(fake.calls).toEqual([["reconnect"]]);
});

test("a subagent's messages are inside its card", async () => {
  const { fake, screen } = await open();
  fake.emits(
    { type: "session.set", session: { id: "ses_2", parentId: ROOT } },
    message("m1"),
    tool("p1", "m1", "task", { input: { description: "look around" }, metadata: { sessionId: "ses_2" } }),
    { type: "message.set", message: { id: "m2", sessionId: "ses_2", role: "assistant", createdAt: 1 } },
    { type: "part.set", part: { id: "p2", messageId: "m2", sessionId: "ses_2", type: "text", text: "Found it." } },
  );
  expect(screen.getByText("Found it.").query()).toBeNull();
  await screen.getByRole("button", { name: /Delegate look around/ }).click();
  await expect.element(screen.getByText("Found it.")).toBeVisible();
});

test("a selector's component renders only when its selection changes", async () => {
  const fake = createFakeClient();
  const onRender = vi.fn<() => void>();
  await render(
    <OpenCodeProvider client={fake.client}>
      <Profiler id="header" onRender={onRender}>
        <OpenCodeRun runId={RUN_ID}>
          <p>nothing of the run</p>
        </OpenCodeRun>
      </Profiler>
    </OpenCodeProvider>,
  );
  const before = onRender.mock.calls.length;
  fake.emits(message("m1"), text("p1", "m1", "words"));
  expect(onRender.mock.calls.length).toBe(before);
});

import type { Recording } from "@opencode-kit/client/recording";
import type { OpenCodeRunOutput } from "@opencode-kit/client/state";
import { reduceRunAll, toRunOutput, toWholeRunSnapshot } from "@opencode-kit/client/state";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, message, ROOM, RUN_ID, text, tool } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { OpenCodeRun } from "./OpenCodeRun.tsx";

function outputOf(...events: Parameters<typeof reduceRunAll>[1]): OpenCodeRunOutput {
  const run = createFakeClient().client.run(RUN_ID).get();
  // As it comes out of a chat's history.
  return JSON.parse(JSON.stringify(toRunOutput(reduceRunAll(run, events)))) as OpenCodeRunOutput;
}

const ASKED = [message("m0", "user"), text("p0", "m0", "Say hello")] as const;
const DONE = { type: "run.patch", patch: { status: "complete", title: "Greeting", endedAt: 2 } } as const;

test("a snapshot is shown without a provider, after a frame that a server can send", async () => {
  const output = outputOf(...ASKED, message("m1"), text("p1", "m1", "Hello there", { endedAt: 2 }), DONE);
  const html = renderToString(<OpenCodeRun output={output} />);
  expect(html).toContain('data-status="loading"');
  const screen = await render(<OpenCodeRun output={output} />);
  await expect.element(screen.getByText("Hello there")).toBeVisible();
  await expect.element(screen.getByText("Say hello")).toBeVisible();
  expect(screen.container.querySelector("[data-slot='oc-run']")?.getAttribute("data-status")).toBe("complete");
});

test("a later snapshot of the same run renders only what is new in it", async () => {
  const renders: string[] = [];
  const Count = ({ part }: ToolRendererProps) => {
    renders.push(part.id);
    return <p>{part.output.head}</p>;
  };
  const tools = { first: Count, second: Count };
  const before = [
    ...ASKED,
    message("m1"),
    tool("p1", "m1", "first"),
    tool("p2", "m1", "second", { status: "running" }),
  ];
  const screen = await render(<OpenCodeRun output={outputOf(...before)} tools={tools} />);
  await expect.element(screen.getByRole("article").first()).toBeVisible();
  renders.length = 0;
  const output = outputOf(...before, { type: "part.append", id: "p2", text: "more" });
  await screen.rerender(<OpenCodeRun output={output} tools={tools} />);
  await expect.element(screen.getByText("more")).toBeVisible();
  expect(renders).toEqual(["p2"]);
});

test("commands of a snapshot are disabled and say why", async () => {
  const request = { id: "per_1", sessionId: "ses_1", kind: "permission", permission: "bash" } as const;
  const asked = { ...request, patterns: ["ls"], always: [], metadata: { command: "ls" } };
  const output = outputOf(...ASKED, message("m1"), { type: "pending.set", request: asked });
  const screen = await render(<OpenCodeRun output={output} composer />);
  const reason = "This is a snapshot of the run. It takes no commands.";
  await expect.element(screen.getByRole("button", { name: "Allow once" })).toBeDisabled();
  const stop = screen.getByRole("button", { name: "Stop" });
  await expect.element(stop).toBeDisabled();
  await expect.element(stop).toHaveAttribute("title", reason);
  await expect.element(screen.getByText(reason).first()).toBeVisible();
});

test("what a snapshot has cut says that there is no more of it", async () => {
  const cut = text("p1", "m1", "the end", { skipped: 4000, endedAt: 2 });
  const screen = await render(<OpenCodeRun output={outputOf(...ASKED, message("m1"), cut, DONE)} />);
  await expect.element(screen.getByText("This is a snapshot of the run, which keeps no more of it.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Show the whole text" }).query()).toBeNull();
});

test("a reference follows its run in the provider's room", async () => {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <OpenCodeRun output={{ room: ROOM, runId: RUN_ID, status: "working" }} />
    </OpenCodeProvider>,
  );
  fake.emits(...ASKED);
  await expect.element(screen.getByText("Say hello")).toBeVisible();
  await screen.getByRole("button", { name: "Stop" }).click();
  expect(fake.calls).toEqual([["stop", RUN_ID]]);
});

test("a reference to a run of another room says which", async () => {
  const screen = await render(
    <OpenCodeProvider client={createFakeClient().client}>
      <OpenCodeRun output={{ room: "elsewhere", runId: RUN_ID, status: "working" }} />
    </OpenCodeProvider>,
  );
  const words = `The run belongs to the room “elsewhere”, and this page is connected to “${ROOM}”.`;
  await expect.element(screen.getByText(words)).toBeVisible();
  await expect.element(screen.getByText("Code: not_found")).toBeVisible();
});

test("a task that the room did not take says why, and one that it takes is loading until then", async () => {
  const refused = { room: ROOM, runId: "", status: "error", error: "The room is full." } as const;
  const screen = await render(
    <OpenCodeProvider client={createFakeClient().client}>
      <OpenCodeRun output={{ ...refused, errorInfo: { code: "sandbox_capacity", message: "The room is full." } }} />
      <OpenCodeRun output={{ room: ROOM, runId: "", status: "queued" }} aria-label="Coming" />
      <OpenCodeRun output={undefined} aria-label="To come" />
    </OpenCodeProvider>,
  );
  await expect.element(screen.getByText("The room is full.")).toBeVisible();
  await expect.element(screen.getByText("Code: sandbox_capacity")).toBeVisible();
  for (const name of ["Coming", "To come"]) {
    await expect.element(screen.getByRole("region", { name })).toHaveAttribute("data-status", "loading");
  }
});

const START = 1_700_000_000_000;

function recording(): Recording {
  const state = reduceRunAll(createFakeClient().client.run(RUN_ID).get(), [
    { type: "run.patch", patch: { createdAt: START, startedAt: START, title: "Recorded" } },
    ...ASKED,
    message("m1"),
  ]);
  const channel = `run:${RUN_ID}` as const;
  return [
    { t: 0, message: { type: "hello", protocol: 1, room: ROOM, role: "owner" } },
    { t: 0, message: { type: "snapshot", channel, epoch: "e", seq: 5, state: toWholeRunSnapshot(state) } },
    { t: 0, message: { type: "subscribed", channel, epoch: "e", seq: 5 } },
    { t: 60_000, message: { type: "frame", channel, seq: 6, events: [text("p1", "m1", "In a minute")] } },
    {
      t: 120_000,
      message: {
        type: "frame",
        channel,
        seq: 7,
        events: [{ type: "run.patch", patch: { status: "complete", endedAt: START + 120_000 } }],
      },
    },
  ];
}

test("a recording plays without a provider, with its own clock, and can be sought", async () => {
  const screen = await render(<OpenCodeRun recording={recording()} autoPlay={false} />);
  await expect.element(screen.getByText("Say hello")).toBeVisible();
  const bar = screen.getByRole("group", { name: "Recording" });
  const seek = bar.getByRole("slider", { name: "Position in the recording" });
  await expect.element(bar).toHaveAttribute("data-state", "paused");
  await seek.fill("61000");
  await expect.element(screen.getByText("In a minute")).toBeVisible();
  await expect.element(screen.getByRole("region", { name: "Agent run" })).toHaveAttribute("data-status", "working");
  // The clock ticks once a second.
  await expect.element(screen.getByText("1m 01s", { exact: true })).toBeVisible();
  await seek.fill("1000");
  await expect.element(screen.getByText("In a minute")).not.toBeInTheDocument();
  await expect.element(screen.getByRole("button", { name: "Stop" })).toBeDisabled();
});

test("a recording that has ended can be played again", async () => {
  const screen = await render(<OpenCodeRun recording={recording()} speed={1000} />);
  await expect.element(screen.getByText("In a minute")).toBeVisible();
  await screen.getByRole("button", { name: "Play again" }).click();
  await expect.element(screen.getByText("In a minute")).toBeVisible();
});

test("a recording at infinite speed shows its end, and the bar can be left out", async () => {
  const screen = await render(<OpenCodeRun recording={recording()} speed={Infinity} controls={false} />);
  await expect.element(screen.getByText("In a minute")).toBeVisible();
  await expect.element(screen.getByRole("region", { name: "Agent run" })).toHaveAttribute("data-status", "complete");
  expect(screen.getByRole("group", { name: "Recording" }).query()).toBeNull();
});

test("two sources are one too many", () => {
  const props = { runId: RUN_ID, output: outputOf() } as unknown as { readonly runId: string };
  expect(() => renderToString(<OpenCodeRun {...props} />)).toThrow("give it either a `runId`, an `output` or a");
});

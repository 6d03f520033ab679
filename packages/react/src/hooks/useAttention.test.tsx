import type { PendingQuestion, RoomEvent } from "@opencode-kit/client/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { StrictMode } from "react";
import { createFakeClient, ROOT, RUN_ID, summary } from "../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../context/OpenCodeProvider.tsx";
import type { UseAttentionOptions } from "./useAttention.ts";
import { useAttention } from "./useAttention.ts";

const HOST = "My product – tasks";

beforeEach(() => {
  document.title = HOST;
});
afterEach(() => {
  document.title = "";
});

function Watch(props: UseAttentionOptions) {
  useAttention(props);
  return null;
}

function asked(id: string): RoomEvent {
  const request: PendingQuestion = { id, sessionId: ROOT, kind: "question", questions: [] };
  return { type: "room.pending.set", runId: RUN_ID, request };
}

const answered = (id: string): RoomEvent => ({ type: "room.pending.remove", id, outcome: "answered" });

async function open(props: UseAttentionOptions = {}, fake = createFakeClient()) {
  const element = (shown: UseAttentionOptions) => (
    <StrictMode>
      <OpenCodeProvider client={fake.client}>
        <Watch {...shown} />
      </OpenCodeProvider>
    </StrictMode>
  );
  const screen = await render(element(props));
  return { fake, screen, element };
}

test("the title counts what waits, and is the host's again after the last answer", async () => {
  const { fake } = await open();
  expect(document.title).toBe(HOST);
  fake.emitsRoom(asked("q1"), asked("q2"));
  expect(document.title).toBe(`(2) ${HOST}`);
  fake.emitsRoom(answered("q1"));
  expect(document.title).toBe(`(1) ${HOST}`);
  fake.emitsRoom(answered("q2"));
  expect(document.title).toBe(HOST);
});

test("a title that the host changes meanwhile gets the count and comes back", async () => {
  const { fake } = await open();
  fake.emitsRoom(asked("q1"));
  document.title = "Settings";
  await vi.waitFor(() => expect(document.title).toBe("(1) Settings"));
  fake.emitsRoom(answered("q1"));
  expect(document.title).toBe("Settings");
});

test("spaces that a host has in its title come back as they were", async () => {
  const element = document.querySelector("title");
  if (element === null) throw new Error("The page has no title.");
  element.textContent = "  Two  spaces ";
  const { fake } = await open();
  fake.emitsRoom(asked("q1"));
  expect(document.title).toContain("(1)");
  fake.emitsRoom(answered("q1"));
  expect(document.querySelector("title")?.textContent).toBe("  Two  spaces ");
});

test("the host's title comes back when the page leaves", async () => {
  const { fake, screen } = await open();
  fake.emitsRoom(asked("q1"));
  await screen.unmount();
  expect(document.title).toBe(HOST);
});

test("two watchers of a room count its requests once", async () => {
  const { fake, screen } = await open();
  await screen.rerender(
    <OpenCodeProvider client={fake.client}>
      <Watch />
      <Watch />
    </OpenCodeProvider>,
  );
  fake.emitsRoom(asked("q1"));
  expect(document.title).toBe(`(1) ${HOST}`);
});

test("without the badge the title is left alone", async () => {
  const { fake } = await open({ titleBadge: false });
  fake.emitsRoom(asked("q1"));
  expect(document.title).toBe(HOST);
});

test("each request is told once: those that wait already, new ones, and none again after a reconnect", async () => {
  const onRequest = vi.fn<(pending: { request: { id: string } }) => void>();
  const fake = createFakeClient();
  fake.emitsRoom(asked("q1"));
  await open({ onRequest }, fake);
  expect(onRequest.mock.calls.map(([{ request }]) => request.id)).toEqual(["q1"]);
  fake.emitsRoom(asked("q2"));
  fake.connects({ status: "reconnecting" });
  fake.showsRoom({ ...fake.client.room.get(), pending: [...fake.client.room.get().pending] });
  fake.emitsRoom(asked("q2"));
  expect(onRequest.mock.calls.map(([{ request }]) => request.id)).toEqual(["q1", "q2"]);
});

test("a run's end is told once, and only of a run that was seen going", async () => {
  const onRunEnd = vi.fn<(run: { id: string; status: string }) => void>();
  const fake = createFakeClient();
  fake.emitsRoom(summary("old", { status: "complete" }), summary("now"));
  await open({ onRunEnd }, fake);
  expect(onRunEnd).not.toHaveBeenCalled();
  fake.emitsRoom(summary("now", { status: "error" }));
  fake.emitsRoom(summary("now", { status: "error", title: "Named later" }));
  expect(onRunEnd.mock.calls.map(([{ id, status }]) => [id, status])).toEqual([["now", "error"]]);
});

test("the newest callback is called", async () => {
  const first = vi.fn<() => void>();
  const second = vi.fn<() => void>();
  const { fake, screen, element } = await open({ onRequest: first });
  await screen.rerender(element({ onRequest: second }));
  fake.emitsRoom(asked("q1"));
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
});

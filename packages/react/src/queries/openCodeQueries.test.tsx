import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { expect, expectTypeOf, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import type { SessionEntry } from "@opencode-kit/client/protocol";
import { createFakeClient, RUN_ID, summary } from "../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../context/OpenCodeProvider.tsx";
import { useOpenCodeClient } from "../hooks/useOpenCodeClient.ts";
import { useSessions } from "../hooks/useSessions.ts";
import { openCodeQueries } from "./openCodeQueries.ts";

function session(title: string): SessionEntry {
  return { id: "ses_1", title, createdAt: 1, updatedAt: 1 };
}

/** A host's own component with a query of the kit. */
function Titles(): ReactNode {
  const { data, error } = useQuery(openCodeQueries(useOpenCodeClient()).sessions());
  return <p>{error === null ? (data?.map(({ title }) => title).join(", ") ?? "loading") : error.message}</p>;
}

/** The kit's. */
function KitTitles(): ReactNode {
  return <p>{useSessions().sessions.map(({ title }) => `kit: ${title}`)}</p>;
}

test("keys name the room, the kind, what is asked and its version", () => {
  const queries = openCodeQueries(createFakeClient().client);
  expect(queries.all()).toEqual(["opencode", "fake"]);
  expect(queries.diff({ runId: RUN_ID, path: "a.ts", version: 3 }).queryKey).toEqual([
    "opencode",
    "fake",
    "diff",
    { runId: RUN_ID, path: "a.ts" },
    3,
  ]);
  expect(queries.output({ runId: RUN_ID, partId: "p1", start: "known" }).queryKey).toEqual([
    "opencode",
    "fake",
    "output",
    { runId: RUN_ID, partId: "p1" },
    "",
  ]);
});

test("answers have the types of the commands", () => {
  const queryClient = new QueryClient();
  const { sessions, folder } = openCodeQueries(createFakeClient().client);
  expectTypeOf(queryClient.getQueryData(sessions().queryKey)).toEqualTypeOf<readonly SessionEntry[] | undefined>();
  expectTypeOf(queryClient.getQueryData(folder("").queryKey)?.truncated).toEqualTypeOf<boolean | undefined>();
});

test("a host's QueryClient is used, and shares its answers with the kit", async () => {
  const queryClient = new QueryClient();
  const fake = createFakeClient({ listSessions: () => Promise.resolve([session("One")]) });
  const screen = await render(
    <QueryClientProvider client={queryClient}>
      <OpenCodeProvider client={fake.client}>
        <Titles />
        <KitTitles />
      </OpenCodeProvider>
    </QueryClientProvider>,
  );
  await expect.element(screen.getByText("One", { exact: true })).toBeVisible();
  await expect.element(screen.getByText("kit: One")).toBeVisible();
  expect(fake.calls).toHaveLength(1);
  expect(queryClient.getQueryData(openCodeQueries(fake.client).sessions().queryKey)).toEqual([session("One")]);
});

test("without one, the provider's own serves host and kit alike", async () => {
  const fake = createFakeClient({ listSessions: () => Promise.resolve([session("One")]) });
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <Titles />
    </OpenCodeProvider>,
  );
  await expect.element(screen.getByText("One")).toBeVisible();
});

test("what is shown is asked for anew when the room tells of a change, and only then", async () => {
  let title = "One";
  const fake = createFakeClient({ listSessions: () => Promise.resolve([session(title)]) });
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <Titles />
    </OpenCodeProvider>,
  );
  await expect.element(screen.getByText("One")).toBeVisible();
  title = "Two";
  fake.emitsRoom({ type: "room.usage.set", usage: { ...fake.client.room.get().usage, cost: 1 } });
  window.dispatchEvent(new Event("focus"));
  fake.emitsRoom(summary("run_2"), summary("run_3"));
  fake.emitsRoom(summary("run_4"));
  await expect.element(screen.getByText("Two")).toBeVisible();
  expect(fake.calls).toHaveLength(2);
});

test("a channel is followed only while something is shown that it tells of", async () => {
  const fake = createFakeClient();
  const stop = vi.fn<() => void>();
  const subscribe = vi.fn<() => () => void>(() => stop);
  const client = { ...fake.client, files: { ...fake.client.files, subscribe } };
  function Folder(): ReactNode {
    return <p>{useQuery(openCodeQueries(client).folder("")).data?.entries.length ?? "loading"}</p>;
  }
  const page = (node: ReactNode) => <OpenCodeProvider client={client}>{node}</OpenCodeProvider>;
  const screen = await render(page(null));
  expect(subscribe).not.toHaveBeenCalled();
  await screen.rerender(page(<Folder />));
  await expect.element(screen.getByText("0")).toBeVisible();
  expect(subscribe).toHaveBeenCalledTimes(1);
  await screen.rerender(page(null));
  expect(stop).toHaveBeenCalledTimes(1);
});

test("what cannot change any more is asked for once", async () => {
  const part = { id: "p1", messageId: "m1", sessionId: "ses_1", type: "text", text: "all of it" } as const;
  const fake = createFakeClient({ getPart: () => Promise.resolve(part) });
  const queryClient = new QueryClient();
  const query = openCodeQueries(fake.client).part({ runId: RUN_ID, partId: "p1" });
  await queryClient.fetchQuery(query);
  expect(await queryClient.fetchQuery(query)).toEqual(part);
  expect(fake.calls).toHaveLength(1);
  await queryClient.fetchQuery(openCodeQueries(fake.client).part({ runId: RUN_ID, partId: "p1", version: "later" }));
  expect(fake.calls).toHaveLength(2);
});

test("a failure keeps its code and is not asked again by itself", async () => {
  const fake = createFakeClient();
  fake.refuses(new OpenCodeKitError("forbidden", "Only an owner can see this."));
  const queryClient = new QueryClient();
  const asked = queryClient.fetchQuery(openCodeQueries(fake.client).audit());
  await expect(asked).rejects.toMatchObject({ code: "forbidden", message: "Only an owner can see this." });
  expect(fake.calls).toHaveLength(1);
});

test("what a disposed client left unanswered is asked by the one in its place", async () => {
  let dispose = (): void => undefined;
  const gone = createFakeClient({
    listSessions: () =>
      new Promise((_resolve, reject) => {
        dispose = () => reject(new OpenCodeKitError("disposed", "The client was disposed."));
      }),
  });
  const next = createFakeClient({ listSessions: () => Promise.resolve([session("Next")]) });
  const page = (client: typeof gone.client) => (
    <OpenCodeProvider client={client}>
      <Titles />
    </OpenCodeProvider>
  );
  const screen = await render(page(gone.client));
  await screen.rerender(page(next.client));
  dispose();
  await expect.element(screen.getByText("Next")).toBeVisible();
});

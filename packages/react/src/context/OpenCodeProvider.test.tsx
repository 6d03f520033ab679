import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, RUN_ID } from "../../tests/FakeClient.ts";
import { DiffList } from "../components/DiffList/DiffList.tsx";
import { OpenCodeRun } from "../components/OpenCodeRun/OpenCodeRun.tsx";
import { RunHeader } from "../components/RunHeader/RunHeader.tsx";
import { useConnection } from "../hooks/useConnection.ts";
import { useOpenCodeClient } from "../hooks/useOpenCodeClient.ts";
import { useOpenCodeRun } from "../hooks/useOpenCodeRun.ts";
import { OpenCodeProvider } from "./OpenCodeProvider.tsx";

test("misuse throws with both names", () => {
  const { client } = createFakeClient();
  const inProvider = (node: React.ReactNode) => () =>
    renderToString(<OpenCodeProvider client={client}>{node}</OpenCodeProvider>);
  expect(() => renderToString(<OpenCodeRun runId={RUN_ID} />)).toThrow(
    "`RunRoot` must be used within `OpenCodeProvider`.",
  );
  expect(inProvider(<RunHeader />)).toThrow("`RunHeader` must be used within `RunRoot`.");
  expect(inProvider(<DiffList />)).toThrow("`DiffList` needs plain data, a `runId`, or a surrounding `RunRoot`.");
  expect(() => renderToString(<DiffList runId={RUN_ID} />)).toThrow("`DiffList` with a `runId` must be used within");
});

test("words and class names of the host reach every part", async () => {
  const { client } = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={client} labels={{ stop: "Anhalten" }} classNames={{ "oc-stop-button": "host-stop" }}>
      <OpenCodeRun runId={RUN_ID} classNames={{ "oc-stop-button": "own-stop" }} />
    </OpenCodeProvider>,
  );
  await expect.element(screen.getByRole("button", { name: "Anhalten" })).toHaveClass("host-stop", "own-stop");
});

test("a room's address makes one client that survives StrictMode and ends with the provider", async () => {
  const seen = new Set<ReturnType<typeof useOpenCodeClient>>();
  function Probe() {
    seen.add(useOpenCodeClient());
    return <p>{useConnection().status}</p>;
  }
  const screen = await render(
    <StrictMode>
      <OpenCodeProvider host="localhost:1" room="nobody">
        <Probe />
      </OpenCodeProvider>
    </StrictMode>,
  );
  await expect.element(screen.getByText("connecting")).toBeVisible();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await expect.element(screen.getByText("connecting")).toBeVisible();
  await screen.unmount();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const statuses = [...seen].map((client) => client.connection.get().status);
  expect(statuses.filter((status) => status === "closed")).toHaveLength(1);
});

test("a run's hook gives state and commands, and a selection with a selector", async () => {
  const fake = createFakeClient();
  function Probe() {
    const { state, stop } = useOpenCodeRun({ runId: RUN_ID });
    const todos = useOpenCodeRun({ runId: RUN_ID }, (run) => run.todos.length);
    return (
      <button type="button" onClick={() => void stop()}>
        {state.status} {todos}
      </button>
    );
  }
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <Probe />
    </OpenCodeProvider>,
  );
  await screen.getByRole("button", { name: "working 0" }).click();
  expect(fake.calls).toEqual([["stop", RUN_ID]]);
});

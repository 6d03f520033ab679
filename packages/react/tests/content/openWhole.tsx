import type { RunState } from "@opencode-kit/client/state";
import { vi } from "vitest";
import { render } from "vitest-browser-react";
import { DiffList } from "../../src/components/DiffList/DiffList.tsx";
import { ProcessPanel } from "../../src/components/ProcessPanel/ProcessPanel.tsx";
import { PendingList } from "../../src/components/PendingList/PendingList.tsx";
import { RunActivity } from "../../src/components/RunActivity/RunActivity.tsx";
import { RunHeader } from "../../src/components/RunHeader/RunHeader.tsx";
import { RunRoot } from "../../src/components/RunRoot/RunRoot.tsx";
import { RunTodos } from "../../src/components/RunTodos/RunTodos.tsx";
import { RunTranscript } from "../../src/components/RunTranscript/RunTranscript.tsx";
import { OpenCodeProvider } from "../../src/context/OpenCodeProvider.tsx";
import { createFakeClient, RUN_ID } from "../FakeClient.ts";

/** A run with all of it on the page and everything opened that can be. */
export async function openWhole(state: RunState): Promise<HTMLElement> {
  const fake = createFakeClient();
  const { container } = await render(
    <OpenCodeProvider client={fake.client}>
      <div style={{ height: 30_000 }}>
        <RunRoot runId={RUN_ID}>
          <RunHeader />
          <RunTranscript />
          <RunTodos />
          <RunActivity />
          <PendingList />
        </RunRoot>
      </div>
      <DiffList runId={RUN_ID} />
      <ProcessPanel runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  fake.shows(state);
  // Markdown, and what a card asks for, come a moment later.
  await vi.waitFor(() => {
    openAll(container);
    if (container.querySelector("[aria-expanded='false'][data-slot='oc-tool-trigger']") !== null)
      throw new Error("closed");
  });
  return container;
}

function openAll(container: HTMLElement): void {
  for (const trigger of container.querySelectorAll("[aria-expanded='false'][data-slot$='-trigger']")) {
    if (trigger instanceof HTMLElement) trigger.click();
  }
}

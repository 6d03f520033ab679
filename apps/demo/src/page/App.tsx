import { isRunOver } from "@opencode-kit/client/protocol";
import type { RoomState } from "@opencode-kit/client/state";
import {
  ConnectionNotice,
  OpenCodeProvider,
  OpenCodeRun,
  PendingList,
  PromptComposer,
  RunComposer,
  useAttention,
  useMay,
  useOpenCodeClient,
  useRoom,
} from "@opencode-kit/react";
import type { PromptOptions } from "@opencode-kit/react";
import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import { EmptyPage } from "./EmptyPage.tsx";
import { outputFileOf } from "./outputFileOf.ts";
import { roomName, tokenQuery } from "./roomName.ts";
import { RunList } from "./RunList.tsx";
import { SidePanel } from "./SidePanel.tsx";
import { TopBar } from "./TopBar.tsx";
import { useAbout } from "./useAbout.ts";

const room = roomName();
const query = tokenQuery(room);

export function App(): ReactNode {
  return (
    <OpenCodeProvider host={location.host} room={room} query={query}>
      <Page />
    </OpenCodeProvider>
  );
}

/** `undefined` shows the latest run, `null` the empty page for a new task. */
type Choice = string | null | undefined;

function Page(): ReactNode {
  const client = useOpenCodeClient();
  const about = useAbout();
  const all = useRoom(selectRuns);
  // Those that wait in a queue are shown above the composer of their session.
  const runs = useMemo(() => all.filter(({ status, queue }) => status !== "queued" || !queue), [all]);
  const [choice, setChoice] = useState<Choice>(undefined);
  const { reason } = useMay("submit");
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  useAttention();
  const selectedId = choice === null ? undefined : (choice ?? runs.at(-1)?.id);

  const selected = runs.find((run) => run.id === selectedId);
  const next = runs.find((run) => waiting.includes(run.id));
  const isAtEnd = selected === undefined || isRunOver(selected.status);
  // Who queued a prompt here and looks on sees it begin.
  if (next !== undefined && isAtEnd) {
    setWaiting(waiting.filter((id) => id !== next.id));
    setChoice(next.id);
  }

  const submit = async (prompt: string, options?: PromptOptions): Promise<void> => {
    const outputFile = outputFileOf(prompt);
    const { runId } = await client.submit({ prompt, ...options, ...(outputFile === undefined ? {} : { outputFile }) });
    setChoice(runId);
  };

  return (
    <div className="demo" data-state={selectedId !== undefined ? "run" : runs.length === 0 ? "new" : "empty"}>
      <TopBar room={room} about={about} onNewTask={() => setChoice(null)} />
      <RunList runs={runs} selectedId={selectedId} onSelect={setChoice} onNewTask={() => setChoice(null)} />
      <main className="demo-main">
        {selectedId === undefined ? (
          <>
            <ConnectionNotice />
            <EmptyPage about={about} disabledReason={reason} onChoose={submit} />
            <div className="demo-dock">
              <PendingList onOpenRun={setChoice} />
            </div>
            <PromptComposer
              attachments
              choices
              draftKey="new"
              onSubmit={submit}
              disabledReason={reason}
              placeholder="Describe a task…"
            />
          </>
        ) : (
          <>
            <OpenCodeRun runId={selectedId} onOpenRun={setChoice} />
            <RunComposer
              runId={selectedId}
              onOpenRun={setChoice}
              onSubmitted={({ runId, disposition }) => {
                if (disposition === "queued") setWaiting((ids) => [...ids, runId]);
              }}
              placeholder="Follow up in this session…"
            />
          </>
        )}
      </main>
      {selectedId === undefined ? null : <SidePanel key={selectedId} runId={selectedId} onOpenRun={setChoice} />}
    </div>
  );
}

const selectRuns = ({ runs }: RoomState): RoomState["runs"] => runs;

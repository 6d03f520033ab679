import type { RoomState } from "@opencode-kit/client/state";
import {
  ConnectionNotice,
  OpenCodeProvider,
  OpenCodeRun,
  PromptComposer,
  useOpenCodeClient,
  useRoom,
} from "@opencode-kit/react";
import type { ReactNode } from "react";
import { useState } from "react";
import { EmptyPage } from "./EmptyPage.tsx";
import { outputFileOf } from "./outputFileOf.ts";
import { roomName } from "./roomName.ts";
import { RunList } from "./RunList.tsx";
import { SidePanel } from "./SidePanel.tsx";
import { TopBar } from "./TopBar.tsx";
import { useAbout } from "./useAbout.ts";

const room = roomName();

export function App(): ReactNode {
  return (
    <OpenCodeProvider host={location.host} room={room}>
      <Page />
    </OpenCodeProvider>
  );
}

/** `undefined` shows the latest run, `null` the empty page for a new task. */
type Choice = string | null | undefined;

function Page(): ReactNode {
  const client = useOpenCodeClient();
  const about = useAbout();
  const runs = useRoom((state: RoomState) => state.runs);
  const [choice, setChoice] = useState<Choice>(undefined);
  const selectedId = choice === null ? undefined : (choice ?? runs.at(-1)?.id);
  const selected = runs.find((run) => run.id === selectedId);

  const submit = async (prompt: string): Promise<void> => {
    const outputFile = outputFileOf(prompt);
    const { runId } = await client.submit({
      prompt,
      ...(outputFile === undefined ? {} : { outputFile }),
      ...(selected?.sessionId === undefined ? {} : { sessionId: selected.sessionId }),
    });
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
            <EmptyPage about={about} onChoose={submit} />
          </>
        ) : (
          <OpenCodeRun runId={selectedId} />
        )}
        <PromptComposer
          onSubmit={submit}
          placeholder={selectedId === undefined ? "Describe a task…" : "Follow up in this session…"}
        />
      </main>
      {selectedId === undefined ? null : <SidePanel key={selectedId} runId={selectedId} />}
    </div>
  );
}

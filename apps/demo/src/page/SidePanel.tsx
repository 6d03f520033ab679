import { ArtifactButton, DiffList, FileTree, ProcessPanel, SessionList, useOpenCodeRun } from "@opencode-kit/react";
import type { KeyboardEvent, ReactNode } from "react";
import { useId, useRef, useState } from "react";

const TABS = ["changes", "files", "commands", "sessions"] as const;
type Tab = (typeof TABS)[number];

type Props = { readonly runId: string; readonly onOpenRun: (runId: string) => void };

/** What the run did to the workspace: changed files, all files, commands, the file it was asked for; and all sessions. */
export function SidePanel({ runId, onOpenRun }: Props): ReactNode {
  const [tab, setTab] = useState<Tab>("changes");
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  const changes = useOpenCodeRun({ runId }, (run) => run.diffs.length);
  const commands = useOpenCodeRun({ runId }, (run) => run.processIds.length);
  const sessionId = useOpenCodeRun({ runId }, (run) => run.sessionId);
  const outputFile = useOpenCodeRun({ runId }, (run) => (run.outputMissing === true ? undefined : run.outputFile));
  const counts: Readonly<Record<Tab, number | undefined>> = {
    changes,
    files: undefined,
    commands,
    sessions: undefined,
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (TABS.indexOf(tab) + step + TABS.length) % TABS.length;
    setTab(TABS[next] ?? tab);
    tabs.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };

  return (
    <aside className="demo-side" aria-label="Workspace">
      <div className="demo-tabs" role="tablist" aria-label="Workspace" ref={tabs}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === tab}
            aria-controls={`${id}-panel`}
            tabIndex={name === tab ? 0 : -1}
            className="demo-tab"
            onKeyDown={onKeyDown}
            onClick={() => setTab(name)}
          >
            {TAB_NAMES[name]}
            {counts[name] === undefined || counts[name] === 0 ? null : (
              <span className="demo-count">{counts[name]}</span>
            )}
          </button>
        ))}
      </div>
      <div className="demo-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        {tab === "changes" ? <DiffList runId={runId} /> : null}
        {tab === "files" ? <FileTree runId={runId} /> : null}
        {tab === "commands" ? <ProcessPanel runId={runId} /> : null}
        {tab === "sessions" ? <SessionList currentSessionId={sessionId} onOpenRun={onOpenRun} /> : null}
      </div>
      {outputFile === undefined ? null : (
        <div className="demo-artifact">
          <ArtifactButton runId={runId} />
        </div>
      )}
    </aside>
  );
}

const TAB_NAMES: Readonly<Record<Tab, string>> = {
  changes: "Changes",
  files: "Files",
  commands: "Commands",
  sessions: "Sessions",
};

import type { RunSummary } from "@opencode-kit/client/protocol";
import { StatusBadge } from "@opencode-kit/react";
import type { ReactNode } from "react";

type Props = {
  readonly runs: readonly RunSummary[];
  readonly selectedId: string | undefined;
  readonly onSelect: (runId: string) => void;
  readonly onNewTask: () => void;
};

/** The room's runs, newest first; a list on wide screens, a menu on narrow ones. */
export function RunList({ runs, selectedId, onSelect, onNewTask }: Props): ReactNode {
  const newestFirst = runs.toReversed();
  const firsts = new Map<string, string>();
  for (const { id, sessionId } of runs)
    if (sessionId !== undefined && !firsts.has(sessionId)) firsts.set(sessionId, id);
  // A session has the name of its first task; those that follow have words of their own.
  const nameOf = ({ id, sessionId, title, prompt }: RunSummary): string =>
    sessionId === undefined || firsts.get(sessionId) === id || prompt === "" ? (title ?? prompt) : prompt;
  return (
    <nav className="demo-runs" aria-label="Runs">
      <select
        className="demo-runs-menu"
        aria-label="Run"
        value={selectedId ?? ""}
        onChange={({ currentTarget: { value } }) => (value === "" ? onNewTask() : onSelect(value))}
      >
        <option value="">New task</option>
        {newestFirst.map((run) => (
          <option key={run.id} value={run.id}>
            {nameOf(run)}
          </option>
        ))}
      </select>
      <ul className="demo-runs-list">
        {newestFirst.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              className="demo-run"
              aria-current={run.id === selectedId ? "true" : undefined}
              onClick={() => onSelect(run.id)}
              title={run.prompt}
            >
              <span className="demo-run-name">{nameOf(run)}</span>
              <StatusBadge status={run.status} isReverted={run.isReverted} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { ReactNode } from "react";
import { useState } from "react";
import { SUGGESTIONS } from "./suggestions.ts";
import type { About } from "./useAbout.ts";

type Props = {
  readonly about: About | undefined;
  /** Why this person cannot start a task. */
  readonly disabledReason: string | undefined;
  readonly onChoose: (prompt: string) => Promise<void>;
};

/** What a newcomer sees: what this is, and tasks to start with. */
export function EmptyPage({ about, disabledReason, onChoose }: Props): ReactNode {
  const [error, setError] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const choose = async (prompt: string): Promise<void> => {
    setIsSending(true);
    setError(undefined);
    try {
      await onChoose(prompt);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setIsSending(false);
    }
  };
  return (
    <section className="demo-empty" aria-labelledby="demo-empty-title">
      <h2 id="demo-empty-title">What should the agent do?</h2>
      <p>
        The real OpenCode agent works in a folder on this machine; you see every step as it happens.
        {about?.model === null ? " Without a key a scripted model gives the orders: no AI is answering." : null}
      </p>
      <ul className="demo-suggestions">
        {SUGGESTIONS.map(({ title, detail, prompt }) => (
          <li key={title}>
            <button
              type="button"
              className="demo-suggestion"
              disabled={isSending || disabledReason !== undefined}
              title={disabledReason}
              onClick={() => void choose(prompt)}
            >
              <strong>{title}</strong>
              <span>{detail}</span>
            </button>
          </li>
        ))}
      </ul>
      {error === undefined ? null : <p role="alert">{error}</p>}
      <p className="demo-hint">
        Name a file in your task, such as <code>report.csv</code>, and it becomes the download.
      </p>
    </section>
  );
}

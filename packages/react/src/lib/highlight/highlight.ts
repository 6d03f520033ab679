import type { Highlighted, HighlightReply, HighlightRequest } from "./Highlighted.ts";

/** Longer code stays plain, in UTF-16 code units and in lines. */
const MAX_CHARS = 40_000;
const MAX_LINES = 1000;

/** A worker that is busy with one code for this long is ended, in ms: it may be made to hold a grammar up. */
const PATIENCE_MS = 5000;

/** Answers that are kept: rows that come back into view have their colours at once. */
const MAX_KEPT = 60;

type Waiting = { readonly key: string; readonly settle: (tokens: Highlighted | undefined) => void };

const kept = new Map<string, Highlighted | undefined>();
const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let watchdog: ReturnType<typeof setTimeout> | undefined;
let nextId = 1;

/** The code's tokens, if they are here already. */
export function highlightedBefore(code: string, language: string): Highlighted | undefined {
  return kept.get(keyOf(code, language));
}

/**
 * The code's tokens, made off the main thread by a highlighter that is loaded on first use. Undefined for code that is
 * long or takes long, and where the page may not start a worker: it is shown plain.
 *
 * @param language One of `languageOf`.
 */
export async function highlight(code: string, language: string): Promise<Highlighted | undefined> {
  const key = keyOf(code, language);
  if (kept.has(key)) return kept.get(key);
  if (code.length > MAX_CHARS || code.split("\n", MAX_LINES + 1).length > MAX_LINES) return undefined;
  return new Promise((settle) => {
    const request: HighlightRequest = { id: nextId++, code, language };
    waiting.set(request.id, { key, settle });
    try {
      worker ??= start();
      worker.postMessage(request);
    } catch {
      giveUp();
    }
  });
}

function keyOf(code: string, language: string): string {
  return `${language}\n${code}`;
}

function start(): Worker {
  // Bundlers look for this very form. The file is `.js` once it is built, and they find the `.ts` beside the sources.
  const started = new Worker(new URL("./highlightWorker.js", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<HighlightReply>) => {
    clearTimeout(watchdog);
    if (data.state === "started") watchdog = setTimeout(() => giveUp(data.id), PATIENCE_MS);
    else settle(data.id, data.tokens, true);
  });
  started.addEventListener("error", () => giveUp());
  return started;
}

/** What waits stays plain; what held the worker up is not tried again. */
function giveUp(culprit?: number): void {
  worker?.terminate();
  worker = undefined;
  clearTimeout(watchdog);
  for (const id of waiting.keys()) settle(id, undefined, id === culprit);
}

function settle(id: number, tokens: Highlighted | undefined, isKept: boolean): void {
  const asked = waiting.get(id);
  if (asked === undefined) return;
  waiting.delete(id);
  if (isKept) keep(asked.key, tokens);
  asked.settle(tokens);
}

function keep(key: string, tokens: Highlighted | undefined): void {
  kept.set(key, tokens);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
}

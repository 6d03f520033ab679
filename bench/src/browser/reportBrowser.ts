import { quantile } from "../lib/statistics.ts";
import type { Verdict } from "../report/budgets.ts";
import { formatTable } from "../report/formatTable.ts";
import type { BrowserResult } from "./runBrowserBench.ts";

const MAX_FRAME_MS = 20;
const MAX_UPDATE_MS = 4;
const HEAD = ["p50", "p95", "p99", "most"];

export function formatBrowserResult({ browser, messages, scroll, stream, append }: BrowserResult): string {
  const count = messages.toLocaleString("en");
  return [
    `\n== the React kit in Chromium ${browser}, built for production`,
    formatTable([
      [`scrolling ${count} messages, ms a frame`, ...HEAD],
      ...scroll.map(({ list, speed, frames }) => [`${list}, ${speed}`, ...quantiles(frames)]),
    ]),
    formatTable([
      ["one delta, ms an update", ...HEAD],
      [`to the last of ${count} messages`, ...quantiles(stream)],
    ]),
    formatTable([
      ["one delta to 50 kB of Markdown, ms an update", ...HEAD, "p95 with layout", "deltas"],
      ...append.map(({ renderer, update, withLayout }) => [
        renderer,
        ...quantiles(update),
        quantile(withLayout, 0.95).toFixed(2),
        String(update.length),
      ]),
    ]),
  ].join("\n\n");
}

export function judgeBrowser({ messages, scroll, append }: BrowserResult): readonly Verdict[] {
  const scrolls = scroll.flatMap(({ list, speed, frames }) =>
    list === "transcript" ? [verdict(`scrolling ${messages} messages, ${speed}, p95 frame`, frames, MAX_FRAME_MS)] : [],
  );
  const appends = append.flatMap(({ renderer, update }) =>
    renderer === "kit" ? [verdict("one delta to 50 kB of Markdown, p95 update", update, MAX_UPDATE_MS)] : [],
  );
  return [...scrolls, ...appends];
}

function verdict(what: string, times: readonly number[], max: number): Verdict {
  const p95 = quantile(times, 0.95);
  return { what, budget: `<= ${max} ms`, measured: `${p95.toFixed(1)} ms`, isMet: p95 <= max };
}

function quantiles(times: readonly number[]): readonly string[] {
  return [0.5, 0.95, 0.99, 1].map((share) => quantile(times, share).toFixed(2));
}

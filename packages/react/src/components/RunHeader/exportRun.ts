import type { OpenCodeClient } from "@opencode-kit/client";
import type { RunState } from "@opencode-kit/client/state";
import { mergePage, selectHasOlder, selectMessageIds, toRunOutput } from "@opencode-kit/client/state";
import type { Labels } from "../../labels/defaultLabels.ts";
import { toRunMarkdown } from "./toRunMarkdown.ts";

export type ExportFormat = "markdown" | "json";
export type ExportedRun = { readonly text: string; readonly filename: string; readonly mime: string };

/** The run as a document, with the messages that a viewer has not loaded. */
export async function exportRun(
  format: ExportFormat,
  from: { readonly client: OpenCodeClient; readonly state: RunState; readonly labels: Labels },
): Promise<ExportedRun> {
  const state = await withOlder(from.client, from.state);
  const name = filenameOf(state);
  return format === "markdown"
    ? { text: toRunMarkdown(state, from.labels), filename: `${name}.md`, mime: "text/markdown" }
    : { text: JSON.stringify(toRunOutput(state), null, 2), filename: `${name}.json`, mime: "application/json" };
}

/** The state with all of its root session's messages. The page's own state stays as it is. */
async function withOlder(client: OpenCodeClient, state: RunState): Promise<RunState> {
  let whole = state;
  while (selectHasOlder(whole)) {
    const [before] = selectMessageIds(whole);
    const page = await client.getMessages({ runId: state.id, ...(before === undefined ? {} : { before }) });
    const next = mergePage(whole, page);
    if (!page.hasOlder || selectMessageIds(next)[0] === before) return next;
    whole = next;
  }
  return whole;
}

function filenameOf({ title, prompt, id }: RunState): string {
  const words =
    (title ?? prompt)
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 60).replace(/-+$/, "") || id.replaceAll(/[^\w-]/g, "") || "run";
}

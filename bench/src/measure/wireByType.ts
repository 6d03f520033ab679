import type { RunEvent, ToolPart } from "@opencode-kit/client/protocol";
import { decodeServerMessage } from "@opencode-kit/client/protocol";
import { jsonBytes } from "../lib/jsonBytes.ts";

export type WireRow = { readonly kind: string; count: number; bytes: number };

/**
 * What a viewer got, by kind of event: UTF-8 bytes as they travel. `frame` is what stands around the events of a frame.
 * Patches of tools are also told apart by field, in rows that begin with a dot and are contained in the ones above.
 */
export function wireByType(texts: readonly string[]): readonly WireRow[] {
  const rows = new Map<string, WireRow>();
  const add = (kind: string, bytes: number): void => {
    const row = rows.get(kind) ?? { kind, count: 0, bytes: 0 };
    rows.set(kind, row);
    row.count++;
    row.bytes += bytes;
  };
  const tools = new Map<string, ToolPart["tool"]>();
  for (const text of texts) {
    const message = decodeServerMessage(text)?.message;
    if (message?.type !== "frame") {
      add(message?.type ?? "unknown", Buffer.byteLength(text));
      continue;
    }
    const [, , raw] = JSON.parse(text) as readonly [string, number, readonly unknown[]];
    let inside = 0;
    for (const [i, event] of (message.events as readonly RunEvent[]).entries()) {
      const bytes = jsonBytes(raw[i]);
      inside += bytes;
      if (event.type === "part.set" && event.part.type === "tool") tools.set(event.part.id, event.part.tool);
      add(kindOf(event, tools), bytes);
      if (event.type !== "part.patch") continue;
      const tool = tools.get(event.id) ?? "text";
      for (const [field, value] of Object.entries(event.patch)) add(`. patch ${tool}.${field}`, jsonBytes(value));
    }
    add("frame", Buffer.byteLength(text) - inside);
  }
  return [...rows.values()].toSorted((a, b) => b.bytes - a.bytes);
}

function kindOf(event: RunEvent, tools: ReadonlyMap<string, string>): string {
  switch (event.type) {
    case "part.set":
      return `part.set ${event.part.type === "tool" ? event.part.tool : event.part.type}`;
    case "part.append":
      return `part.append ${tools.has(event.id) ? "output" : "text"}`;
    case "part.patch":
      return `part.patch ${tools.get(event.id) ?? "text"}`;
    default:
      return event.type;
  }
}

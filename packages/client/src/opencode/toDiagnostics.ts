import type { Diagnostic, RunEvent } from "../protocol/index.ts";
import { defined } from "../protocol/index.ts";
import type { RunState } from "../state/index.ts";
import type { JsonObject } from "./readers.ts";
import { count, isEqual, object, objects, text } from "./readers.ts";
import { toRelativePath } from "./toRelativePath.ts";

/** Kept of one file. */
const MAX_DIAGNOSTICS = 50;

/** LSP's `DiagnosticSeverity`, which counts from 1. */
const SEVERITIES = ["error", "warning", "info", "hint"] as const;

/** What a tool's metadata says of the files that the language servers have checked: LSP diagnostics by absolute path. */
export function diagnosticEvents(state: RunState, metadata: JsonObject, directory: string): readonly RunEvent[] {
  const events: RunEvent[] = [];
  const byFile = object(metadata, "diagnostics");
  for (const file of Object.keys(byFile)) {
    const path = toRelativePath(directory, file);
    const diagnostics = objects(byFile, file)
      .slice(0, MAX_DIAGNOSTICS)
      .map((raw) => toDiagnostic(path, raw));
    if (isEqual(state.diagnostics.get(path) ?? [], diagnostics)) continue;
    events.push({ type: "diagnostics.set", path, diagnostics });
  }
  return events;
}

function toDiagnostic(path: string, raw: JsonObject): Diagnostic {
  const range = object(raw, "range");
  const [start, end] = [object(range, "start"), object(range, "end")];
  const code = raw["code"];
  return {
    path,
    line: (count(start, "line") ?? 0) + 1,
    column: (count(start, "character") ?? 0) + 1,
    endLine: (count(end, "line") ?? 0) + 1,
    endColumn: (count(end, "character") ?? 0) + 1,
    severity: SEVERITIES[(count(raw, "severity") ?? 1) - 1] ?? "error",
    message: text(raw, "message") ?? "",
    ...defined({
      source: text(raw, "source"),
      code: typeof code === "string" || typeof code === "number" ? String(code) : undefined,
    }),
  };
}

import type { JsonObject } from "@opencode-kit/client/protocol";
import type { MessageRef, RunWriter, TimedEvent } from "./RunWriter.ts";
import { codeLine, phrase } from "./texts.ts";
import type { ToolCall } from "./ToolWriter.ts";
import { ToolWriter } from "./ToolWriter.ts";
import { contextOf, editPatch, ROOT } from "./Workspace.ts";

const SHOWN_LINES = 200;
const PREVIEW_LINES = 20;

/** A call that is made of the given steps after the model has asked for it. */
function fileTool(
  run: RunWriter,
  message: MessageRef,
  name: string,
  input: () => JsonObject,
  rest: (tool: ToolWriter, input: JsonObject) => Generator<TimedEvent>,
  files: string[] = [],
): ToolCall {
  let started: { readonly tool: ToolWriter; readonly input: JsonObject } | undefined;
  return {
    files,
    *start() {
      const tool = new ToolWriter(run, message, name);
      yield tool.pending();
      started = { tool, input: input() };
      yield tool.running(started.input);
    },
    *work() {
      if (started === undefined) return;
      run.wait(5, 30);
      yield* rest(started.tool, started.input);
    },
  };
}

/** Writes a new file, or now and then one anew that is there already. */
export function writeTool(run: RunWriter, message: MessageRef): ToolCall {
  const { random, workspace } = run;
  const path = random.chance(0.12) ? workspace.pickPath() : workspace.newPath();
  const exists = workspace.has(path);
  const lines = Array.from({ length: random.int(15, 130) }, () => codeLine(random));
  const filePath = `${ROOT}/${path}`;
  const content = `${lines.join("\n")}\n`;
  const files: string[] = [];
  const rest = function* (tool: ToolWriter): Generator<TimedEvent> {
    workspace.write(path, lines);
    files.push(filePath);
    yield* edited(run, filePath, exists ? "change" : "add");
    const output = "Wrote file successfully.";
    tool.printed(output);
    run.truth.files.set(path, workspace.count(path));
    const diagnostics = diagnosticsOf(run, path);
    yield tool.completed(output, path, { diagnostics, filepath: filePath, exists, truncated: false });
  };
  return fileTool(run, message, "write", () => ({ filePath, content }), rest, files);
}

export function editTool(run: RunWriter, message: MessageRef): ToolCall {
  const { workspace } = run;
  const path = workspace.pickPath();
  const filePath = `${ROOT}/${path}`;
  const files: string[] = [];
  let edit: ReturnType<typeof workspace.edit> | undefined;
  const input = (): JsonObject => {
    edit = workspace.edit(path);
    return { filePath, oldString: edit.before.join("\n"), newString: edit.after.join("\n") };
  };
  const rest = function* (tool: ToolWriter, asked: JsonObject): Generator<TimedEvent> {
    if (edit === undefined) return;
    files.push(filePath);
    yield* edited(run, filePath, "change");
    const diff = editPatch(edit);
    const { after, before } = edit;
    const filediff = { file: filePath, patch: diff, additions: after.length, deletions: before.length };
    const context = contextOf(edit);
    for (const line of context) run.count("patch", `${line}\n`);
    run.truth.context.set(tool.partId, context);
    yield tool.running(asked, { metadata: { diff, filediff, diagnostics: {} } });
    const output = "Edit applied successfully.";
    tool.printed(output);
    run.truth.files.set(path, workspace.count(path));
    const diagnostics = diagnosticsOf(run, path);
    yield tool.completed(output, path, { diagnostics, diff, filediff, truncated: false });
  };
  return fileTool(run, message, "edit", input, rest, files);
}

export function readTool(run: RunWriter, message: MessageRef): ToolCall {
  const { random, workspace } = run;
  const isMissing = random.chance(0.04);
  const path = isMissing ? workspace.newPath() : workspace.pickPath();
  const filePath = `${ROOT}/${path}`;
  const rest = function* (tool: ToolWriter): Generator<TimedEvent> {
    if (isMissing) {
      yield tool.failed(`File not found: ${filePath}`);
      return;
    }
    const all = workspace.lines(path);
    const shown = all.slice(0, SHOWN_LINES);
    const numbered = shown.map((line, i) => `${i + 1}: ${line}`).join("\n");
    const last = `(End of file - total ${all.length} lines)`;
    const output = `<path>${filePath}</path>\n<type>file</type>\n<content>\n${numbered}\n\n${last}\n</content>`;
    tool.printed(output);
    const preview = shown.slice(0, PREVIEW_LINES).join("\n");
    const size = { lineStart: 1, lineEnd: shown.length, totalLines: all.length, truncated: false };
    const display = { type: "file", path: filePath, text: shown.join("\n"), ...size };
    yield tool.completed(output, path, { preview, truncated: false, loaded: [], display });
  };
  return fileTool(run, message, "read", () => ({ filePath }), rest);
}

function* edited(run: RunWriter, file: string, event: "add" | "change"): Generator<TimedEvent> {
  yield run.event("file.edited", { file });
  yield run.event("file.watcher.updated", { file, event });
}

/** What a language server says of a file after a change: nothing as a rule. */
function diagnosticsOf(run: RunWriter, path: string): JsonObject {
  const { random, truth } = run;
  if (!random.chance(0.06)) return truth.diagnostics.delete(path) ? { [`${ROOT}/${path}`]: [] } : {};
  const found = Array.from({ length: random.int(1, 3) }, () => {
    const message = `${phrase(random, random.int(30, 80))} is not assignable`;
    run.count("diagnostic", message);
    const line = random.int(0, 90);
    const range = { start: { line, character: 2 }, end: { line, character: random.int(4, 40) } };
    return { range, severity: 1, code: 2322, source: "typescript", message };
  });
  truth.diagnostics.set(path, found.length);
  return { [`${ROOT}/${path}`]: found };
}

import type { ParsedPatch } from "../lib/patch/index.ts";
import { addedFilePatch, composePatches, contentOfAdded, parsePatch } from "../lib/patch/index.ts";
import type { JsonValue, ToolPart } from "../protocol/index.ts";
import { isObject } from "../protocol/index.ts";
import type { ToolPatch } from "./withIndent.ts";
import { withIndent } from "./withIndent.ts";

/**
 * What a completed tool part says of one file's change: a written file is all added, `edit` and `apply_patch` bring
 * patches. Undefined where the part says nothing of the file, or what it says is left out.
 */
export function toolPatch(part: ToolPart, path: string): ToolPatch | undefined {
  switch (part.tool) {
    case "write": {
      const content = inputText(part, "content");
      const patch = content === undefined ? undefined : parsePatch(addedFilePatch(path, content));
      return patch && { patch, isExact: true };
    }
    case "edit": {
      const [before, after] = [inputText(part, "oldString"), inputText(part, "newString")];
      const patch = parsed(part, part.metadata["diff"]);
      if (patch === undefined || before === undefined || after === undefined) return patch && { patch, isExact: false };
      // Without a text to replace the tool makes the file.
      if (before === "") return { patch: { ...patch, isNew: true }, isExact: false };
      // The first line of what is replaced may begin within a line of the file.
      return withIndent(patch, [...before.split("\n").slice(1), ...after.split("\n").slice(1)]);
    }
    case "apply_patch": {
      const { files } = part.metadata;
      const file = Array.isArray(files) ? files.find((each) => isObject(each) && each["relativePath"] === path) : {};
      const patch = isObject(file) ? parsed(part, file["patch"] as JsonValue | undefined) : undefined;
      if (patch === undefined || !isObject(file)) return undefined;
      const asked = inputText(part, "patchText") ?? "";
      const lines = asked.split("\n").filter((line) => /^[-+ ]/.test(line));
      const exact = withIndent(
        patch,
        lines.map((line) => line.slice(1)),
      );
      const flags = { isNew: file["type"] === "add", isDeleted: file["type"] === "delete" };
      return { ...exact, patch: { ...exact.patch, ...flags } };
    }
    default:
      return undefined;
  }
}

/**
 * The file's whole change after a tool's, where what came before and the tool's own change are known to the letter.
 * Of a file that the run has made the whole text is known, so an edit can be done again.
 */
export function patchOnTop(before: ParsedPatch, part: ToolPart, path: string): ParsedPatch | undefined {
  const content = before.isNew && part.tool === "edit" ? contentOfAdded(before) : undefined;
  if (content !== undefined) {
    const edited = edit(content, part);
    return edited === undefined ? undefined : parsePatch(addedFilePatch(path, edited));
  }
  const own = toolPatch(part, path);
  return own?.isExact === true ? composePatches(before, own.patch) : undefined;
}

function edit(content: string, part: ToolPart): string | undefined {
  const [before, after] = [inputText(part, "oldString"), inputText(part, "newString")];
  if (before === undefined || after === undefined || before === "") return undefined;
  const pieces = content.split(before);
  if (part.input["replaceAll"] === true ? pieces.length < 2 : pieces.length !== 2) return undefined;
  return pieces.join(after);
}

function inputText(part: ToolPart, key: string): string | undefined {
  const value = part.input[key];
  return typeof value === "string" && part.isInputCut !== true ? value : undefined;
}

function parsed(part: ToolPart, patch: JsonValue | undefined): ParsedPatch | undefined {
  return typeof patch === "string" && part.isMetadataCut !== true ? parsePatch(patch) : undefined;
}

import { defined } from "../../protocol/index.ts";
import type { JsonObject } from "../readers.ts";
import { flag, objects, text, texts } from "../readers.ts";

/**
 * A tool's input as the classic tool of that name has it. The family's own tools say `path`, relative to the
 * workspace, where the classic ones say `filePath`.
 */
export function classicInput(tool: string, input: JsonObject): JsonObject {
  const path = text(input, "path");
  const hasFile = tool === "read" || tool === "write" || tool === "edit";
  return hasFile && path !== undefined && !("filePath" in input) ? { ...input, filePath: path } : input;
}

/** What a tool says of itself, as the `metadata` of the classic tool of that name. */
export function classicMetadata(tool: string, event: JsonObject, structured: JsonObject): JsonObject {
  const outputPath = texts(event, "outputPaths")[0];
  const metadata: JsonObject = { ...structured, ...defined({ outputPath }) };
  switch (tool) {
    case "bash": {
      // The output comes first; a remark of how the command ended follows.
      const output = text(metadata, "output") ?? text(objects(event, "content")[0] ?? {}, "text");
      return output === undefined ? metadata : { ...metadata, output };
    }
    case "write": {
      const filepath = text(metadata, "target");
      const exists = flag(metadata, "existed");
      return filepath === undefined ? metadata : { filepath, exists, ...metadata };
    }
    case "edit": {
      const file = objects(metadata, "files")[0];
      const diff = file === undefined ? undefined : text(file, "patch");
      if (file === undefined || diff === undefined) return metadata;
      const { files: _, ...others } = metadata;
      return { diff, filediff: file, ...others };
    }
    case "apply_patch": {
      const files = objects(metadata, "files");
      return files.length === 0 ? metadata : { ...metadata, files: files.map(patchedFile) };
    }
    default:
      return metadata;
  }
}

function patchedFile(file: JsonObject): JsonObject {
  const path = text(file, "file") ?? text(file, "path");
  if (path === undefined || "relativePath" in file) return file;
  const type = PATCH_TYPES[text(file, "status") ?? ""] ?? "update";
  return { ...file, filePath: path, relativePath: path, type };
}

const PATCH_TYPES: Readonly<Record<string, string>> = { added: "add", deleted: "delete", modified: "update" };

/** The text of a tool's contents, each on a line of its own. */
export function contentText(event: JsonObject): string {
  return objects(event, "content")
    .map((content) => text(content, "text"))
    .filter((each) => each !== undefined)
    .reduce((all, each) => (all === "" || all.endsWith("\n") ? all + each : `${all}\n${each}`), "");
}

/** The files among a tool's contents, as the attachments of a classic tool. */
export function attachments(event: JsonObject): readonly JsonObject[] {
  return objects(event, "content").flatMap((content): readonly JsonObject[] => {
    const uri = text(content, "uri");
    return uri === undefined ? [] : [filePart(content, uri)];
  });
}

/** A file that the family names by `uri`, as a classic part without ids. */
export function filePart(file: JsonObject, uri: string): JsonObject {
  const filename = text(file, "name");
  const mime = text(file, "mime") ?? "application/octet-stream";
  return { type: "file", mime, url: uri, ...defined({ filename }) };
}

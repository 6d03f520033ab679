import { defined } from "../../protocol/index.ts";
import type { JsonObject } from "../readers.ts";
import { flag, object, objects, text, texts } from "../readers.ts";

/** What a tool has said so far, as the state of the classic tool of that name says it. */
export type ToolResult = {
  readonly output: string;
  readonly metadata: JsonObject;
  readonly attachments: readonly JsonObject[];
};

/**
 * A tool's input as the classic tool of that name has it. The family's own tools say `path`, relative to the
 * workspace, where the classic ones say `filePath`.
 */
export function classicInput(tool: string, input: JsonObject): JsonObject {
  const path = text(input, "path");
  const hasFile = tool === "read" || tool === "write" || tool === "edit";
  return hasFile && path !== undefined && !("filePath" in input) ? { ...input, filePath: path } : input;
}

/** What `tool.progress` and `tool.success` say of a tool: facts in `structured`, words and files in `content`. */
export function classicResult(tool: string, event: JsonObject): ToolResult {
  const contents = objects(event, "content");
  const outputPath = texts(event, "outputPaths")[0];
  const structured = { ...object(event, "structured"), ...defined({ outputPath }) };
  const output = joined(contents.map((content) => text(content, "text") ?? ""));
  const attachments = contents.flatMap((content) => {
    const uri = text(content, "uri");
    return uri === undefined ? [] : [filePart(content, uri)];
  });
  return ofTool(tool, { output, metadata: structured, attachments });
}

function ofTool(tool: string, result: ToolResult): ToolResult {
  const { metadata } = result;
  switch (tool) {
    case "bash": {
      // How the command ended is a fact of its own, so the remark at the end of the output says nothing more.
      const output = text(metadata, "output") ?? result.output.replace(/(^|\n)Command exited with code -?\d+\.$/, "$1");
      return { ...result, output, metadata: { ...metadata, output } };
    }
    case "read":
      return readFile(result);
    case "write": {
      const filepath = text(metadata, "target");
      const exists = flag(metadata, "existed");
      return filepath === undefined ? result : { ...result, metadata: { filepath, exists, ...metadata } };
    }
    case "edit": {
      const { files: _, ...others } = metadata;
      const filediff = objects(metadata, "files")[0];
      const diff = text(filediff ?? {}, "patch");
      return filediff === undefined || diff === undefined
        ? result
        : { ...result, metadata: { diff, filediff, ...others } };
    }
    case "apply_patch": {
      const files = objects(metadata, "files").map(patchedFile);
      return files.length === 0 ? result : { ...result, metadata: { ...metadata, files } };
    }
    default:
      return result;
  }
}

/** The file's content is a fact there; in the classic form it is the output, or an attachment if it is no text. */
function readFile(result: ToolResult): ToolResult {
  const { content, ...metadata } = result.metadata;
  if (typeof content !== "string") return result;
  if (text(metadata, "encoding") !== "base64") {
    return { ...result, metadata, output: result.output === "" ? content : result.output };
  }
  const url = `data:${text(metadata, "mime") ?? ""};base64,${content}`;
  const attachments = result.attachments.length > 0 ? result.attachments : [filePart(metadata, url)];
  return { ...result, metadata, attachments };
}

function patchedFile(file: JsonObject): JsonObject {
  const path = text(file, "file");
  if (path === undefined || "relativePath" in file) return file;
  const type = PATCH_TYPES[text(file, "status") ?? ""] ?? "update";
  return { ...file, filePath: path, relativePath: path, type };
}

const PATCH_TYPES: Readonly<Record<string, string>> = { added: "add", deleted: "delete", modified: "update" };

/** Each on a line of its own. */
function joined(words: readonly string[]): string {
  return words
    .filter((each) => each !== "")
    .reduce((all, each) => (all === "" || all.endsWith("\n") ? all + each : `${all}\n${each}`), "");
}

/** A file that the family names by `uri`, as a classic part without ids. */
export function filePart(file: JsonObject, uri: string): JsonObject {
  const filename = text(file, "name");
  const mime = text(file, "mime") ?? "application/octet-stream";
  return { type: "file", mime, url: uri, ...defined({ filename }) };
}

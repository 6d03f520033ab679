import type { FileStatus, ToolPart } from "../protocol/index.ts";
import { isObject } from "../protocol/index.ts";

/** A file that a tool changed. */
export type ToolFile = {
  /** Relative to the workspace. */
  readonly path: string;
  readonly previousPath?: string;
  readonly status: FileStatus;
  /** The file existed and was written anew: what it was before is not told. */
  readonly isRewrite: boolean;
};

/** The files that a completed tool part changed, by what OpenCode's own tools say in input and metadata. */
export function toolFiles(part: ToolPart): readonly ToolFile[] {
  switch (part.tool) {
    case "write": {
      const path = part.input["filePath"];
      if (typeof path !== "string") return [];
      const isRewrite = part.metadata["exists"] === true;
      return [{ path, status: isRewrite ? "modified" : "added", isRewrite }];
    }
    case "edit": {
      const path = part.input["filePath"];
      if (typeof path !== "string") return [];
      return [{ path, status: part.input["oldString"] === "" ? "added" : "modified", isRewrite: false }];
    }
    case "apply_patch": {
      const { files } = part.metadata;
      if (!Array.isArray(files)) return [];
      return files.flatMap((file): readonly ToolFile[] => {
        if (!isObject(file) || typeof file["relativePath"] !== "string") return [];
        const { relativePath: path, type, filePath } = file;
        if (type === "move" && typeof filePath === "string") {
          return [{ path, previousPath: filePath, status: "renamed", isRewrite: false }];
        }
        return [{ path, status: STATUS[String(type)] ?? "modified", isRewrite: false }];
      });
    }
    default:
      return [];
  }
}

const STATUS: Readonly<Record<string, FileStatus>> = { add: "added", delete: "deleted", update: "modified" };

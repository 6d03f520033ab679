import type { Ignore } from "ignore";
import ignore from "ignore";

const ALWAYS = new Set([".git", "node_modules"]);
/**
 * A pattern with several `**` takes time that grows with the path's depth to the power of their number, and the agent
 * writes both.
 */
const MAX_DOUBLE_STARS = 2;
const MAX_DEPTH = 64;

/** The `.gitignore` files of a workspace. Paths are relative to it, `/` between names; the workspace itself is `""`. */
export type IgnoreRules = {
  /** Whether the folder's own `.gitignore` was given. */
  knows(folder: string): boolean;
  /** Takes the text of a folder's `.gitignore`; empty where it has none. It replaces the one before. */
  set(folder: string, text: string): void;
  /** Whether a path is `.git`, `node_modules`, named by a rule, below such a folder, or more than 64 names deep. */
  isIgnored(path: string, isDirectory: boolean): boolean;
};

/**
 * Rules as git reads them: the deeper file and the later line win; what an ignored folder holds stays ignored. A pattern
 * with more than two `**` is left out.
 */
export function createIgnoreRules(): IgnoreRules {
  const files = new Map<string, readonly string[]>();
  let matcher: Ignore | undefined;

  const build = (): Ignore => {
    const made = ignore({ ignoreCase: false });
    const folders = [...files.keys()].sort((a, b) => depthOf(a) - depthOf(b));
    for (const folder of folders) made.add(files.get(folder) ?? []);
    return made;
  };

  return {
    knows: (folder) => files.has(folder),
    set: (folder, text) => {
      const lines = text.split(/\r?\n/).filter((line) => line.split("**").length <= MAX_DOUBLE_STARS + 1);
      const patterns = lines.flatMap((line) => fromRoot(folder, line));
      const isChanged = patterns.length > 0 || (files.get(folder)?.length ?? 0) > 0;
      files.set(folder, patterns);
      if (isChanged) matcher = undefined;
    },
    isIgnored: (path, isDirectory) => {
      if (path === "") return false;
      const names = path.split("/");
      if (names.length > MAX_DEPTH || names.some((name) => ALWAYS.has(name))) return true;
      matcher ??= build();
      return matcher.ignores(isDirectory ? `${path}/` : path);
    },
  };
}

/**
 * A line of a folder's `.gitignore` as the workspace's own could say it. One list for all files keeps a folder that a
 * deeper file takes back from being judged by the shallower one alone.
 */
function fromRoot(folder: string, line: string): readonly string[] {
  if (folder === "") return [line];
  if (/^!?\/?\s*$/.test(line) || line.startsWith("#")) return [];
  const isTakenBack = line.startsWith("!");
  const pattern = (isTakenBack ? line.slice(1) : line).replace(/^\\([!#])/, "$1");
  const isAnchored = /\/./.test(pattern.trimEnd());
  const rest = isAnchored ? pattern.replace(/^\//, "") : `**/${pattern}`;
  return [`${isTakenBack ? "!" : ""}/${escapeGlob(folder)}/${rest}`];
}

function escapeGlob(folder: string): string {
  return folder.replace(/[\\*?[\]!#]/g, "\\$&");
}

function depthOf(folder: string): number {
  return folder === "" ? 0 : folder.split("/").length;
}

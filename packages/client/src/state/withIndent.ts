import type { ParsedPatch } from "../lib/patch/index.ts";

/** A patch, and whether its lines are the file's: OpenCode cuts the indentation that all lines share. */
export type ToolPatch = { readonly patch: ParsedPatch; readonly isExact: boolean };

/**
 * A patch of which OpenCode has cut the indentation that all its lines share, with that indentation again: `lines` are
 * whole lines that the model wrote. Not exact where they do not tell the indentation of every changed line.
 *
 * OpenCode 1.18 does this to the patches of `edit` and `apply_patch`, for people to read.
 */
export function withIndent(patch: ParsedPatch, lines: readonly string[]): ToolPatch {
  const changed = patch.hunks.flatMap((hunk) =>
    hunk.lines.filter((line) => /^[-+]/.test(line) && line.trim().length > 1),
  );
  const first = changed[0]?.slice(1);
  if (first === undefined) return { patch, isExact: patch.hunks.length === 0 };
  const known = new Set(lines);
  for (const line of known) {
    const indent = line.endsWith(first) ? line.slice(0, line.length - first.length) : undefined;
    if (indent === undefined || indent.trim() !== "") continue;
    if (!changed.every((each) => known.has(indent + each.slice(1)))) continue;
    return { patch: indent === "" ? patch : indented(patch, indent), isExact: true };
  }
  return { patch, isExact: false };
}

function indented(patch: ParsedPatch, indent: string): ParsedPatch {
  const hunks = patch.hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map((line) => (/^[-+ ]./.test(line) ? `${line[0]}${indent}${line.slice(1)}` : line)),
  }));
  return { ...patch, hunks };
}

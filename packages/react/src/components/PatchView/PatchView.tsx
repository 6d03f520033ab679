import type { ReactNode } from "react";
import { memo, useMemo, useState } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import { createPart } from "../../context/createPart.ts";
import type { PatchRow } from "./patchRows.ts";
import { patchRows } from "./patchRows.ts";
import type { PatchParser } from "./usePatchParser.ts";
import { usePatchParser } from "./usePatchParser.ts";
import { visibleText } from "../../lib/visibleText.ts";

const Frame = createPart("div", "oc-patch");
const Lines = createPart("div", "oc-patch-lines");
const Line = createPart("div", "oc-patch-line");
const Plain = createPart("pre", "oc-patch-plain");
const Note = createPart("p", "oc-patch-note");
const More = createPart("button", "oc-patch-more");

/** A patch longer than this is not parsed, in UTF-16 code units: it would hold the page up. */
const MAX_PARSED_CHARS = 2_000_000;
/** Shown at first. */
const FIRST_LINES = 500;

export type PatchViewProps = {
  /** A unified patch of one file. */
  readonly patch: string;
  /** Names the region for assistive technology. */
  readonly path: string;
  /** Lines that are shown before "show all". Default: 500. */
  readonly maxLines?: number;
};

/** A unified patch with line numbers and hunk headers; its plain text where it cannot be parsed. */
export function PatchView({ patch, path, maxLines = FIRST_LINES }: PatchViewProps): ReactNode {
  const labels = useLabels();
  const parser = usePatchParser();
  const rows = useMemo(() => (parser === undefined ? "loading" : toRows(parser, patch)), [parser, patch]);
  return (
    <Frame data-oc-root="" data-path={path} role="group" aria-label={labels.patchOf(visibleText(path))} tabIndex={0}>
      {patch.trim() === "" || rows === "none" ? (
        <Note>{labels.patchEmpty}</Note>
      ) : typeof rows === "string" ? (
        <PlainPatch patch={patch} maxLines={maxLines} note={rows === "failed" ? labels.patchPlain : undefined} />
      ) : (
        <PatchRows rows={rows} maxLines={maxLines} />
      )}
    </Frame>
  );
}

const HUNK = /^--- .*\n\+\+\+ .*\n@@ -\d/m;
const HEADER_ONLY =
  /^(?:Binary files |GIT binary patch|rename from |(?:old|new|deleted file|new file) mode |similarity index )/m;

function toRows(parser: PatchParser | "failed", patch: string): readonly PatchRow[] | "failed" | "none" {
  if (parser === "failed" || patch.length > MAX_PARSED_CHARS) return "failed";
  // The parser complains on the console of what has no hunks.
  if (!HUNK.test(patch)) return HEADER_ONLY.test(patch) ? "none" : "failed";
  try {
    const rows = patchRows(parser(patch));
    return rows.length > 0 ? rows : "failed";
  } catch {
    return "failed";
  }
}

function PatchRows({ rows, maxLines }: { readonly rows: readonly PatchRow[]; readonly maxLines: number }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, maxLines);
  return (
    <>
      <Lines>
        {shown.map((row, at) => (
          <PatchLine key={at} row={row} />
        ))}
      </Lines>
      <ShowAll count={rows.length} isHidden={shown.length === rows.length} onShow={() => setWhole(true)} />
    </>
  );
}

const SIGNS = { add: "+", remove: "−", context: " ", hunk: "" } as const;

const PatchLine = memo(({ row }: { readonly row: PatchRow }): ReactNode => {
  if (row.kind === "hunk") {
    return (
      <Line data-kind="hunk">
        <span data-slot="oc-patch-text">{visibleText(row.text)}</span>
      </Line>
    );
  }
  return (
    <Line data-kind={row.kind}>
      <span data-slot="oc-patch-number" data-number={row.oldNumber} aria-hidden="true" />
      <span data-slot="oc-patch-number" data-number={row.newNumber} aria-hidden="true" />
      <span data-slot="oc-patch-sign">{SIGNS[row.kind]}</span>
      <span data-slot="oc-patch-text">{visibleText(row.text)}</span>
    </Line>
  );
});
PatchLine.displayName = "PatchLine";

type PlainProps = { readonly patch: string; readonly maxLines: number; readonly note: string | undefined };

function PlainPatch({ patch, maxLines, note }: PlainProps): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const lines = useMemo(() => patch.split("\n"), [patch]);
  return (
    <>
      {note === undefined ? null : <Note>{note}</Note>}
      <Plain>{visibleText(isWhole ? patch : lines.slice(0, maxLines).join("\n"))}</Plain>
      <ShowAll count={lines.length} isHidden={isWhole || lines.length <= maxLines} onShow={() => setWhole(true)} />
    </>
  );
}

type ShowAllProps = { readonly count: number; readonly isHidden: boolean; readonly onShow: () => void };

function ShowAll({ count, isHidden, onShow }: ShowAllProps): ReactNode {
  const labels = useLabels();
  return isHidden ? null : <More onClick={onShow}>{labels.showAllLines(count)}</More>;
}

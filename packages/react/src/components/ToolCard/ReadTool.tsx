import { isCut } from "@opencode-kit/client/state";
import { FileText, FolderOpen } from "lucide-react";
import type { ReactNode } from "react";
import { useMemo } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import type { Labels } from "../../labels/defaultLabels.ts";
import { FilePath } from "../FilePath/FilePath.tsx";
import { NumberedCode } from "../CodeView/NumberedCode.tsx";
import { OutputView } from "../OutputView/OutputView.tsx";
import { FoundPaths } from "./FoundPaths.tsx";
import { ToolCard } from "./ToolCard.tsx";
import type { ReadRange } from "./toolOutput.ts";
import { readFile, readRange } from "./toolOutput.ts";
import { asCount, inputText } from "./toolValues.ts";

const Count = createPart("span", "oc-tool-count");

/** `read`: the file and its lines, opening to them with their numbers; a folder opens to its entries. */
export function ReadTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const { input, output, status } = part;
  const path = inputText(part, "filePath") ?? part.title ?? "";
  const isDone = status === "completed";
  const text = output.head + output.tail;
  const isFolder = isDone && text.startsWith("<path>") && text.includes("<type>directory</type>");
  const range = useMemo(() => (isDone ? readRange(text) : undefined), [isDone, text]);
  return (
    <ToolCard
      part={part}
      icon={isFolder ? FolderOpen : FileText}
      target={<FilePath path={path} />}
      meta={<Lines range={range} offset={asCount(input["offset"])} limit={asCount(input["limit"])} />}
    >
      {part.attachments !== undefined && part.attachments.length > 0 ? null : <Content part={part} path={path} />}
      {status === "pending" && output.chars === 0 ? labels.noOutput : null}
    </ToolCard>
  );
}

type LinesProps = { readonly range: ReadRange | undefined; readonly offset: number; readonly limit: number };

function Lines({ range, offset, limit }: LinesProps): ReactNode {
  const labels = useLabels();
  const words = range === undefined ? askedWords(labels, offset, limit) : rangeWords(labels, range);
  return words === "" ? null : <Count>{words}</Count>;
}

function askedWords(labels: Labels, offset: number, limit: number): string {
  const from = Math.max(1, offset);
  if (limit > 0) return labels.lineRange(from, from + limit - 1);
  return offset > 1 ? labels.linesFrom(offset) : "";
}

function rangeWords(labels: Labels, { from, to, total }: ReadRange): string {
  if (from === 1 && to === total) return labels.linesCount(total);
  const range = labels.lineRange(from, to);
  return total === undefined || total === to ? range : `${range} ${labels.linesOfTotal(total)}`;
}

function Content({ part, path }: ToolRendererProps & { readonly path: string }): ReactNode {
  const { output } = part;
  const text = part.status === "completed" && !isCut(output) ? output.head + output.tail : "";
  const file = useMemo(() => readFile(text), [text]);
  if (file?.kind === "directory") return <FoundPaths paths={file.entries} label={path} />;
  if (file?.kind === "file") return <NumberedCode code={file.text} firstLine={file.firstLine} path={path} />;
  return <OutputView output={output} partId={part.id} label={path} isLive={part.status === "running"} />;
}

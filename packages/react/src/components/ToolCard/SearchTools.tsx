import type { ToolPart } from "@opencode-kit/client/protocol";
import { isCut } from "@opencode-kit/client/state";
import { ListTree, Search } from "lucide-react";
import type { ReactNode } from "react";
import { useMemo } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { oneLine } from "../../lib/oneLine.ts";
import { FilePath } from "../FilePath/FilePath.tsx";
import { OutputView } from "../OutputView/OutputView.tsx";
import { FoundMatches, FoundPaths } from "./FoundPaths.tsx";
import { ToolCard } from "./ToolCard.tsx";
import { readMatches, readPaths } from "./toolOutput.ts";
import { inputText } from "./toolValues.ts";

const Count = createPart("span", "oc-tool-count");

/** The pattern, and where it was looked for. */
function Sought({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const where = [inputText(part, "path"), inputText(part, "include")].filter((text) => text !== undefined);
  return (
    <>
      <code>{labels.searchedFor(oneLine(inputText(part, "pattern") ?? ""))}</code>
      {where.length === 0 ? null : ` ${labels.searchedIn(oneLine(where.join(", ")))}`}
    </>
  );
}

/** How many a tool says that it has found. */
function foundBy(part: ToolPart, key: string): number | undefined {
  const count = part.metadata[key];
  return part.status === "completed" && typeof count === "number" ? count : undefined;
}

/** `grep`: what was sought and how often it was found, opening to the matches by file. */
export function GrepTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const count = foundBy(part, "matches");
  return (
    <ToolCard
      part={part}
      icon={Search}
      target={<Sought part={part} />}
      meta={
        count === undefined ? undefined : (
          <Count>{labels.matchesCount(count, part.metadata["truncated"] === true)}</Count>
        )
      }
    >
      <Found part={part} />
    </ToolCard>
  );
}

/** `glob`: the pattern and how many files it fits, opening to the files. */
export function GlobTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const count = foundBy(part, "count");
  return (
    <ToolCard
      part={part}
      icon={Search}
      target={<Sought part={part} />}
      meta={
        count === undefined ? undefined : <Count>{labels.foundFiles(count, part.metadata["truncated"] === true)}</Count>
      }
    >
      <Found part={part} />
    </ToolCard>
  );
}

/** `list`: the folder, opening to its tree. */
export function ListTool({ part }: ToolRendererProps): ReactNode {
  return (
    <ToolCard part={part} icon={ListTree} target={<FilePath path={inputText(part, "path") ?? part.title ?? "."} />}>
      <Found part={part} />
    </ToolCard>
  );
}

function Found({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const { output, tool } = part;
  const isWhole = part.status === "completed" && !isCut(output) && output.chars > 0;
  const text = isWhole ? output.head + output.tail : "";
  const matches = useMemo(() => (tool === "grep" ? readMatches(text) : undefined), [tool, text]);
  const paths = useMemo(() => (tool === "grep" ? [] : readPaths(text)), [tool, text]);
  if (matches !== undefined && matches.length > 0) return <FoundMatches files={matches} label={labels.toolOutput} />;
  if (paths.length > 0) return <FoundPaths paths={paths} label={labels.toolOutput} />;
  return <OutputView output={output} partId={part.id} label={labels.toolOutput} isLive={part.status === "running"} />;
}

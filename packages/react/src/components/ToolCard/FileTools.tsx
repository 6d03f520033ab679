import type { ToolPart } from "@opencode-kit/client/protocol";
import { FilePen, FilePlus } from "lucide-react";
import type { ReactNode } from "react";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { FilePath } from "../FilePath/FilePath.tsx";
import { PatchView } from "../PatchView/PatchView.tsx";
import { DiffCounts } from "./DiffCounts.tsx";
import { ToolCard } from "./ToolCard.tsx";
import { asCount, asList, asObject, asText, countLines, countPatch, inputText, patchOfNewFile } from "./toolValues.ts";

function pathOf(part: ToolPart): string {
  return inputText(part, "filePath") ?? part.title ?? "";
}

/** A changed file: counts in the line, the patch when open. */
export function EditTool({ part }: ToolRendererProps): ReactNode {
  const path = pathOf(part);
  const patch = asText(part.metadata["diff"]);
  return (
    <ToolCard
      part={part}
      icon={FilePen}
      target={<FilePath path={path} />}
      meta={patch === "" || part.isMetadataCut ? undefined : <DiffCounts {...countPatch(patch)} />}
    >
      {patch === "" ? null : <PatchView patch={patch} path={path} />}
    </ToolCard>
  );
}

/** A written file: its lines in the line, its content when open. */
export function WriteTool({ part }: ToolRendererProps): ReactNode {
  const path = pathOf(part);
  const content = asText(part.input["content"]);
  const isCounted = part.status === "completed" && part.isInputCut !== true;
  return (
    <ToolCard
      part={part}
      icon={FilePlus}
      target={<FilePath path={path} />}
      meta={isCounted ? <DiffCounts additions={countLines(content)} deletions={0} /> : undefined}
    >
      {content === "" ? null : <PatchView patch={patchOfNewFile(path, content)} path={path} />}
    </ToolCard>
  );
}

/** Several changed files at once. */
export function ApplyPatchTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const files = asList(part.metadata["files"]).map(asObject);
  const additions = files.reduce((sum, file) => sum + asCount(file["additions"]), 0);
  const deletions = files.reduce((sum, file) => sum + asCount(file["deletions"]), 0);
  const [only] = files;
  const target =
    files.length === 1 && only !== undefined ? (
      <FilePath path={asText(only["relativePath"])} />
    ) : files.length > 0 ? (
      labels.filesCount(files.length)
    ) : undefined;
  return (
    <ToolCard
      part={part}
      icon={FilePen}
      target={target}
      meta={files.length > 0 ? <DiffCounts additions={additions} deletions={deletions} /> : undefined}
    >
      {files.map((file, at) => {
        const path = asText(file["relativePath"]);
        return (
          <div key={at} data-slot="oc-tool-file">
            {files.length > 1 ? <FilePath path={path} /> : null}
            <PatchView patch={asText(file["patch"])} path={path} />
          </div>
        );
      })}
    </ToolCard>
  );
}

import type { ToolPart } from "@opencode-kit/client/protocol";
import { isCut, toolTarget } from "@opencode-kit/client/state";
import { BookOpen, CircleAlert, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { useMemo } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { oneLine } from "../../lib/oneLine.ts";
import { prettyJson, prettyJsonText } from "../../lib/prettyJson.ts";
import { visibleText } from "../../lib/visibleText.ts";
import { Markdown } from "../Markdown/Markdown.tsx";
import { OutputView } from "../OutputView/OutputView.tsx";
import { ToolCard } from "./ToolCard.tsx";
import { readSkill } from "./toolOutput.ts";
import { inputText } from "./toolValues.ts";

const Input = createPart("pre", "oc-tool-input");
const Note = createPart("p", "oc-tool-note");
const Document = createPart("div", "oc-tool-document");

/** Any tool that has no renderer of its own, MCP tools among them: what went in, what came out. */
export function GenericTool({ part }: ToolRendererProps): ReactNode {
  return (
    <ToolCard part={part} icon={Wrench} target={oneLine(toolTarget(part) || firstText(part))}>
      <GenericBody part={part} />
    </ToolCard>
  );
}

/** What an unknown tool's input begins with, which its author most often names first. */
function firstText({ input, isInputCut }: ToolPart): string {
  if (isInputCut === true) return "";
  const text = Object.values(input).find((value) => typeof value === "string");
  return typeof text === "string" ? text : "";
}

export function GenericBody({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const { input, output } = part;
  const json = useMemo(() => (Object.keys(input).length === 0 ? "" : prettyJson(input)), [input]);
  const pretty = useMemo(() => (isCut(output) ? undefined : prettyJsonText(output.head + output.tail)), [output]);
  return (
    <>
      {json === "" ? null : (
        <Input tabIndex={0} role="group" aria-label={labels.toolInput}>
          {json}
        </Input>
      )}
      {pretty === undefined ? (
        <OutputView output={output} partId={part.id} label={labels.toolOutput} isLive={part.status === "running"} />
      ) : (
        <Input tabIndex={0} role="group" aria-label={labels.toolOutput}>
          {pretty}
        </Input>
      )}
    </>
  );
}

/** A call that the model got wrong: OpenCode tells it so, and the run goes on. */
export function InvalidTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const complaint = inputText(part, "error") ?? part.output.head;
  return (
    <ToolCard part={part} icon={CircleAlert} target={labels.toolInvalidTarget(oneLine(inputText(part, "tool") ?? ""))}>
      <Note>{visibleText(complaint)}</Note>
    </ToolCard>
  );
}

/** `skill`: its name, opening to what it tells the agent. */
export function SkillTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const name = oneLine(inputText(part, "name") ?? part.title ?? "");
  const { output, status } = part;
  const isWhole = status === "completed" && !isCut(output) && output.chars > 0;
  return (
    <ToolCard part={part} icon={BookOpen} target={name}>
      {isWhole ? (
        <Document tabIndex={0} role="group" aria-label={name}>
          <Markdown text={readSkill(output.head + output.tail)} />
        </Document>
      ) : (
        <OutputView output={output} partId={part.id} label={labels.toolOutput} isLive={status === "running"} />
      )}
    </ToolCard>
  );
}

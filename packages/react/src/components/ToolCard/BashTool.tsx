import type { TextWindow } from "@opencode-kit/client/protocol";
import { Terminal } from "lucide-react";
import type { ReactNode } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { parseAnsi } from "../../lib/parseAnsi.ts";
import { oneLine } from "../../lib/oneLine.ts";
import { visibleText } from "../../lib/visibleText.ts";
import { OutputView } from "../OutputView/OutputView.tsx";
import { ToolCard } from "./ToolCard.tsx";
import { asText, inputText } from "./toolValues.ts";

const Command = createPart("pre", "oc-tool-command");
const Note = createPart("p", "oc-tool-note");
const Tail = createPart("span", "oc-tool-tail");
const Exit = createPart("span", "oc-exit-code");

/** What a command has printed last, as a terminal would show it. */
function lastLine({ head, tail }: TextWindow): string {
  const end = (tail === "" ? head : tail).slice(-400).trimEnd();
  const line = end.slice(Math.max(end.lastIndexOf("\n"), end.lastIndexOf("\r")) + 1);
  return oneLine(
    parseAnsi(line)
      .map(({ text }) => text)
      .join(""),
  );
}

/** A shorter command is readable in the card's line. */
const LINE_CHARS = 60;

/** A shell command: its exit code in the line, its live output when open. */
export function BashTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const command = inputText(part, "command") ?? "";
  const exit = part.metadata["exit"];
  // Why OpenCode ended the command, if it did.
  const note = asText(part.metadata["note"]);
  const firstLine = oneLine(command);
  return (
    <ToolCard
      part={part}
      icon={Terminal}
      target={
        <>
          <code title={firstLine}>{firstLine}</code>{" "}
          {part.status === "running" ? <Tail>{lastLine(part.output)}</Tail> : null}
        </>
      }
      meta={
        typeof exit === "number" && exit !== 0 ? <Exit data-status="failed">{labels.exitCode(exit)}</Exit> : undefined
      }
    >
      {command.length > firstLine.length || command.length > LINE_CHARS ? (
        <Command tabIndex={0} role="group" aria-label={labels.toolName(part.tool)}>
          {visibleText(command)}
        </Command>
      ) : null}
      <OutputView
        output={part.output}
        partId={part.id}
        label={labels.outputOf(firstLine)}
        isLive={part.status === "running"}
      />
      {note === "" ? null : <Note>{visibleText(note)}</Note>}
    </ToolCard>
  );
}

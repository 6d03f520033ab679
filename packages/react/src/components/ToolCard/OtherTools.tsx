import type { ToolPart } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { selectChildSessionId, toolTarget } from "@opencode-kit/client/state";
import { Bot, CircleHelp, Globe, ListTree, ListTodo, Search, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { useOptionalRun } from "../../context/RunContext.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { OutputView } from "../OutputView/OutputView.tsx";
import { TodoList } from "../RunTodos/RunTodos.tsx";
import { UsageText } from "../RunHeader/UsageText.tsx";
import { SessionTranscript } from "../RunTranscript/SessionTranscript.tsx";
import { ToolCard } from "./ToolCard.tsx";
import { asList, asObject, asText, inputText } from "./toolValues.ts";

const Input = createPart("pre", "oc-tool-input");
const Subagent = createPart("div", "oc-subagent");

type TextToolProps = { readonly part: ToolPart; readonly icon: IconComponent; readonly target: string };

function TextTool({ part, icon, target }: TextToolProps): ReactNode {
  return (
    <ToolCard part={part} icon={icon} target={<code title={target}>{target}</code>}>
      <OutputView output={part.output} partId={part.id} label={target} isLive={part.status === "running"} />
    </ToolCard>
  );
}

/** `glob` and `grep`: the pattern in the line, what was found when open. */
export function SearchTool({ part }: ToolRendererProps): ReactNode {
  return <TextTool part={part} icon={Search} target={inputText(part, "pattern") ?? toolTarget(part)} />;
}

export function ListTool({ part }: ToolRendererProps): ReactNode {
  return <TextTool part={part} icon={ListTree} target={part.title ?? inputText(part, "path") ?? "."} />;
}

export function FetchTool({ part }: ToolRendererProps): ReactNode {
  return <TextTool part={part} icon={Globe} target={inputText(part, "url") ?? inputText(part, "query") ?? ""} />;
}

/** The plan as it was set here. */
export function TodoTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const todos = asList(part.input["todos"])
    .map(asObject)
    .map((todo) => ({ content: asText(todo["content"]), status: asText(todo["status"]) }));
  const done = todos.filter(({ status }) => status === "completed").length;
  return (
    <ToolCard
      part={part}
      icon={ListTodo}
      target={todos.length > 0 ? labels.todoProgress(done, todos.length) : undefined}
    >
      <TodoList todos={todos} />
    </ToolCard>
  );
}

/** A subagent: its description in the line, its own live transcript when open, with its subagents in theirs. */
export function TaskTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const sessionId = useOptionalRun(
    useCallback(
      (state: RunState | undefined) => (state === undefined ? undefined : selectChildSessionId(state, part)),
      [part],
    ),
  );
  return (
    <ToolCard
      part={part}
      icon={Bot}
      target={inputText(part, "description") ?? part.title ?? labels.subagent}
      meta={sessionId === undefined ? undefined : <SubagentUsage sessionId={sessionId} />}
    >
      {sessionId === undefined ? (
        <GenericBody part={part} />
      ) : (
        <Subagent>
          <SessionTranscript sessionId={sessionId} />
        </Subagent>
      )}
    </ToolCard>
  );
}

function SubagentUsage({ sessionId }: { readonly sessionId: string }): ReactNode {
  const labels = useLabels();
  const usage = useOptionalRun(
    useCallback((state: RunState | undefined) => state?.sessions[sessionId]?.usage, [sessionId]),
  );
  return usage === undefined ? null : <UsageText usage={usage} of={labels.subagentUsage} />;
}

export function QuestionTool({ part }: ToolRendererProps): ReactNode {
  const first = asObject(asList(part.input["questions"])[0]);
  return (
    <ToolCard part={part} icon={CircleHelp} target={asText(first["question"])}>
      <OutputView output={part.output} partId={part.id} label={asText(first["question"])} />
    </ToolCard>
  );
}

/** Any tool that has no renderer of its own, MCP tools among them. */
export function GenericTool({ part }: ToolRendererProps): ReactNode {
  return (
    <ToolCard part={part} icon={Wrench} target={toolTarget(part)}>
      <GenericBody part={part} />
    </ToolCard>
  );
}

function GenericBody({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const hasInput = Object.keys(part.input).length > 0;
  return (
    <>
      {hasInput ? (
        <Input tabIndex={0} role="group" aria-label={labels.toolInput}>
          {JSON.stringify(part.input, null, 2)}
        </Input>
      ) : null}
      <OutputView output={part.output} partId={part.id} label={labels.toolOutput} isLive={part.status === "running"} />
    </>
  );
}

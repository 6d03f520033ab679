import type { JsonValue, ToolPart } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { isCut, selectChildSessionId } from "@opencode-kit/client/state";
import { Bot, CircleHelp, ListTodo } from "lucide-react";
import type { ReactNode } from "react";
import { useCallback } from "react";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import type { ToolRendererProps } from "../../context/RunContext.ts";
import { useOptionalRun } from "../../context/RunContext.ts";
import { oneLine } from "../../lib/oneLine.ts";
import { visibleText } from "../../lib/visibleText.ts";
import { OutputView } from "../OutputView/OutputView.tsx";
import { TodoList } from "../RunTodos/RunTodos.tsx";
import { UsageText } from "../RunHeader/UsageText.tsx";
import { SessionTranscript } from "../RunTranscript/SessionTranscript.tsx";
import { GenericBody } from "./GenericTool.tsx";
import { ToolCard } from "./ToolCard.tsx";
import { asList, asObject, asText, inputText } from "./toolValues.ts";

const Subagent = createPart("div", "oc-subagent");
const Kind = createPart("span", "oc-tool-count");

/** What `todowrite` was given, or what `todoread` has answered. */
function listedTodos({ input, output }: ToolPart): readonly JsonValue[] {
  const given = asList(input["todos"]);
  if (given.length > 0 || isCut(output) || !output.head.startsWith("[")) return given;
  try {
    return asList(JSON.parse(output.head + output.tail) as JsonValue);
  } catch {
    return given;
  }
}

/** The plan as it was set or read here. */
export function TodoTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const todos = listedTodos(part)
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
  const kind = oneLine(inputText(part, "subagent_type") ?? "");
  return (
    <ToolCard
      part={part}
      icon={Bot}
      target={oneLine(inputText(part, "description") ?? part.title ?? labels.subagent)}
      meta={
        <>
          {kind === "" ? null : <Kind>{kind}</Kind>}
          {sessionId === undefined ? null : <SubagentUsage sessionId={sessionId} />}
        </>
      }
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

/** What the agent asked, opening to the answers. */
export function QuestionTool({ part }: ToolRendererProps): ReactNode {
  const labels = useLabels();
  const questions = asList(part.input["questions"]).map((question) => asText(asObject(question)["question"]));
  const answers = asList(part.metadata["answers"]).map((answer) => asList(answer).map(asText));
  return (
    <ToolCard part={part} icon={CircleHelp} target={oneLine(questions[0] ?? "")}>
      {answers.length === 0 ? (
        <OutputView output={part.output} partId={part.id} label={labels.toolOutput} />
      ) : (
        <dl data-slot="oc-tool-answers">
          {questions.map((question, at) => (
            <div key={at}>
              <dt>{visibleText(question)}</dt>
              <dd>{visibleText(answers[at]?.join(", ") ?? "") || labels.noAnswer}</dd>
            </div>
          ))}
        </dl>
      )}
    </ToolCard>
  );
}

import type { Todo } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import * as Collapsible from "@radix-ui/react-collapsible";
import { ChevronRight, Circle, CircleCheck, CircleDot, CircleSlash } from "lucide-react";
import { forwardRef } from "react";
import type { FrameProps } from "../../context/createPart.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRun } from "../../context/RunContext.ts";
import type { IconComponent } from "../../lib/Icon.tsx";
import { Icon } from "../../lib/Icon.tsx";
import { own } from "../../lib/own.ts";
import { usePrinting } from "../../lib/usePrinting.ts";
import { useControllableState } from "../../lib/useControllableState.ts";

const Frame = createPart("div", "oc-todos");
const Trigger = createPart("button", "oc-todos-trigger");
const Current = createPart("span", "oc-todos-current");
const Progress = createPart("span", "oc-todos-progress");
const Bar = createPart("span", "oc-todos-bar");
const Content = createPart("div", "oc-todos-content");

const selectTodos = (state: RunState): readonly Todo[] => state.todos;

export type RunTodosProps = FrameProps<"div"> & {
  readonly open?: boolean;
  /** Default: false. */
  readonly defaultOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
};

/** The agent's plan: what it does now and how far it is, opening to the whole list. Absent without a plan. */
export const RunTodos = forwardRef<HTMLDivElement, RunTodosProps>((props, ref) => {
  const { open, defaultOpen = false, onOpenChange, ...rest } = props;
  const labels = useLabels();
  const todos = useRun("RunTodos", selectTodos);
  const [isOpen, setOpen] = useControllableState({ value: open, defaultValue: defaultOpen, onChange: onOpenChange });
  const isPrinting = usePrinting();
  if (todos.length === 0) return null;
  const done = todos.filter(({ status }) => status === "completed" || status === "cancelled").length;
  const current =
    todos.find(({ status }) => status === "in_progress") ?? todos.find(({ status }) => status === "pending");
  return (
    <Collapsible.Root asChild open={isOpen || isPrinting} onOpenChange={setOpen}>
      <Frame ref={ref} {...rest}>
        <Collapsible.Trigger asChild>
          <Trigger>
            <Icon icon={ChevronRight} />
            <span data-slot="oc-visually-hidden">{labels.todos}</span>
            <Progress>
              {done}/{todos.length}
            </Progress>
            <Bar aria-hidden="true">
              {todos.map((todo, at) => (
                <span key={at} data-slot="oc-todos-bar-step" data-status={todo.status} />
              ))}
            </Bar>
            <Current>{current?.content ?? labels.todosDone}</Current>
          </Trigger>
        </Collapsible.Trigger>
        <Collapsible.Content asChild>
          <Content>
            <TodoList todos={todos} />
          </Content>
        </Collapsible.Content>
      </Frame>
    </Collapsible.Root>
  );
});
RunTodos.displayName = "RunTodos";

const List = createPart("ul", "oc-todo-list");
const Item = createPart("li", "oc-todo");

const ICONS: Readonly<Record<string, IconComponent>> = {
  pending: Circle,
  in_progress: CircleDot,
  completed: CircleCheck,
  cancelled: CircleSlash,
};

export type TodoListProps = FrameProps<"ul"> & { readonly todos: readonly Todo[] };

/** A plan's entries, each with its status as icon and word. */
export const TodoList = forwardRef<HTMLUListElement, TodoListProps>(({ todos, ...rest }, ref) => {
  const labels = useLabels();
  return (
    <List ref={ref} {...rest}>
      {todos.map((todo, at) => (
        <Item key={at} data-status={todo.status}>
          <Icon icon={own(ICONS, todo.status) ?? Circle} />
          <span data-slot="oc-todo-text">{todo.content}</span>
          <span data-slot="oc-visually-hidden">{labels.todoStatus(todo.status)}</span>
        </Item>
      ))}
    </List>
  );
});
TodoList.displayName = "TodoList";

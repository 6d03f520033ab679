import type { ToolRenderers } from "../../context/RunContext.ts";
import { BashTool } from "./BashTool.tsx";
import { ApplyPatchTool, EditTool, ReadTool, WriteTool } from "./FileTools.tsx";
import { FetchTool, ListTool, QuestionTool, SearchTool, TaskTool, TodoTool } from "./OtherTools.tsx";

/** The kit's renderers of OpenCode's own tools, by tool name. */
export const defaultTools: ToolRenderers = {
  apply_patch: ApplyPatchTool,
  bash: BashTool,
  edit: EditTool,
  glob: SearchTool,
  grep: SearchTool,
  list: ListTool,
  question: QuestionTool,
  read: ReadTool,
  task: TaskTool,
  todowrite: TodoTool,
  webfetch: FetchTool,
  websearch: FetchTool,
  write: WriteTool,
};

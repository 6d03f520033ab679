import type { ToolRenderers } from "../../context/RunContext.ts";
import { QuestionTool, TaskTool, TodoTool } from "./AgentTools.tsx";
import { BashTool } from "./BashTool.tsx";
import { ApplyPatchTool, EditTool, WriteTool } from "./FileTools.tsx";
import { InvalidTool, SkillTool } from "./GenericTool.tsx";
import { ReadTool } from "./ReadTool.tsx";
import { GlobTool, GrepTool, ListTool } from "./SearchTools.tsx";
import { FetchTool, WebSearchTool } from "./WebTools.tsx";

/** The kit's renderers of OpenCode's own tools, by tool name. */
export const defaultTools: ToolRenderers = {
  apply_patch: ApplyPatchTool,
  bash: BashTool,
  edit: EditTool,
  glob: GlobTool,
  grep: GrepTool,
  invalid: InvalidTool,
  list: ListTool,
  question: QuestionTool,
  read: ReadTool,
  skill: SkillTool,
  task: TaskTool,
  todoread: TodoTool,
  todowrite: TodoTool,
  webfetch: FetchTool,
  websearch: WebSearchTool,
  write: WriteTool,
};

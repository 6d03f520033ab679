import type { PermissionConfig } from "../../providers/PermissionConfig.ts";
import type { Scenario, ToolCall } from "../../testing/index.ts";

/** Prompts that the scripted model knows. */
export const PROMPTS = {
  work: "Count until you may go on, then write the notes",
  family: "Let a helper count",
  ask: "Clean the build folder",
} as const;

const HELP = "Helper, count until you may go on";

/** While this file is missing, the counting command goes on; relative to the workspace, where git does not see it. */
export const MAY_GO_ON = ".git/may-go-on";

/** Prints a line each 100 ms until it may go on; a test that forgets it ends it after a minute. */
const COUNT = `i=0; until [ -e ${MAY_GO_ON} ] || [ $i -ge 600 ]; do i=$((i+1)); echo "line $i"; sleep 0.1; done; echo counted`;

const count: ToolCall = { tool: "bash", input: { command: COUNT, description: "Count" } };

export const NOTES = "notes.md";
export const FINISHED_NOTES = "# Notes\n\nCounted and done.\n";

/** Long enough to be interrupted at a chosen word: about a second at the pace `fast`. */
export const PLAN = `I will count first, ${"one number after the other, slowly and in order, ".repeat(90)}and then write.`;

const work: Scenario = {
  name: "work",
  matches: (prompt) => prompt.includes(PROMPTS.work),
  turn: ({ step }) => {
    if (step === 0) return { text: PLAN, tools: [count] };
    if (step === 1) {
      const content = "# Notes\n\nCounted.\n";
      return { text: "Now the notes.", tools: [{ tool: "write", input: { filePath: NOTES, content } }] };
    }
    if (step === 2) {
      const input = { filePath: NOTES, oldString: "Counted.", newString: "Counted and done." };
      return { tools: [{ tool: "edit", input }] };
    }
    return { text: "Everything is counted, and the notes are in `notes.md`. It took a while, but nothing is missing." };
  },
};

const family: Scenario = {
  name: "family",
  matches: (prompt) => prompt.includes(PROMPTS.family),
  turn: ({ step }) => {
    if (step > 0) return { text: "The helper has counted, and so the work is done." };
    const input = { description: "Count", prompt: HELP, subagent_type: "general" };
    return { text: "A helper will count.", tools: [{ tool: "task", input }] };
  },
};

const helper: Scenario = {
  name: "helper",
  matches: (prompt) => prompt.includes(HELP),
  turn: ({ step }) =>
    step === 0 ? { text: "I am counting.", tools: [count] } : { text: "I have counted to the end." },
};

const ask: Scenario = {
  name: "ask",
  matches: (prompt) => prompt.includes(PROMPTS.ask),
  turn: ({ step }) => {
    if (step > 0) return { text: "The build folder is clean." };
    const input = { command: "rm -rf build && echo cleaned", description: "Remove the build folder" };
    return { text: "This needs your permission.", tools: [{ tool: "bash", input }] };
  },
};

export const FAULT_SCENARIOS: readonly Scenario[] = [helper, work, family, ask];

export const FAULT_PERMISSION: PermissionConfig = { bash: { "*": "allow", "rm *": "ask" } };

import type { PermissionConfig } from "../../providers/PermissionConfig.ts";
import type { Scenario, ToolCall, Turn } from "../../testing/index.ts";

/** Counts up to a minute, a line each 100 ms; only a stop ends it sooner. */
export const COUNT = `i=0; until [ $i -ge 600 ]; do i=$((i+1)); echo "line $i"; sleep 0.1; done`;

const bash = (command: string, description: string): ToolCall => ({ tool: "bash", input: { command, description } });

/** A scenario that plays its turns, one after the other. */
function story(word: string, ...turns: readonly ((prompt: string, results: readonly string[]) => Turn)[]): Scenario {
  return {
    name: word,
    matches: (prompt) => prompt.includes(word),
    turn: ({ step, prompt, results }) => turns[Math.min(step, turns.length - 1)]?.(prompt, results) ?? {},
  };
}

const ask = bash("rm -rf build && echo cleaned", "Remove the build folder");
const question = (...questions: readonly object[]): ToolCall => ({ tool: "question", input: { questions } });
const option = (label: string): object => ({ label, description: `Choose ${label}` });
const task = (prompt: string): ToolCall => ({
  tool: "task",
  input: { description: "Help", prompt, subagent_type: "general" },
});

/** What the agent is told comes back in its answer, so that a test sees that it arrived. */
const told = (_: string, results: readonly string[]): Turn => ({ text: `Told: ${results.join(" ").slice(0, 400)}` });

export const STEERING_SCENARIOS: readonly Scenario[] = [
  story("HELPER-ASK", () => ({ text: "I need leave.", tools: [ask] }), told),
  story(
    "HELPER-COUNT",
    () => ({ text: "Counting.", tools: [bash(COUNT, "Count")] }),
    () => ({ text: "Counted." }),
  ),
  story(
    "FAMILY-ASK",
    () => ({ text: "A helper asks.", tools: [task("HELPER-ASK")] }),
    () => ({ text: "Family done." }),
  ),
  story(
    "FAMILY-COUNT",
    () => ({ text: "A helper.", tools: [task("HELPER-COUNT")] }),
    () => ({ text: "Family done." }),
  ),
  story("ASK", () => ({ text: "This needs your leave.", tools: [ask] }), told),
  story(
    "TWICE",
    () => ({ tools: [ask] }),
    () => ({ tools: [ask] }),
    told,
  ),
  story(
    "CHOOSE-ONE",
    () => ({ tools: [question({ header: "Colour", question: "Which?", options: [option("Red"), option("Blue")] })] }),
    told,
  ),
  story(
    "CHOOSE-MANY",
    () => ({
      tools: [
        question({
          header: "Parts",
          question: "Which parts?",
          options: [option("Docs"), option("Tests"), option("Code")],
          multiple: true,
        }),
      ],
    }),
    told,
  ),
  story(
    "CHOOSE-ALL",
    () => ({
      tools: [
        question(
          { header: "Name", question: "What name?", options: [option("Ada")] },
          { header: "Size", question: "What size?", options: [option("Small"), option("Large")] },
        ),
      ],
    }),
    told,
  ),
  story(
    "COUNT",
    () => ({ text: "Counting.", tools: [bash(COUNT, "Count")] }),
    () => ({ text: "Counted." }),
  ),
  story(
    "SERVE",
    () => ({ tools: [bash("nohup sleep 987 > /dev/null 2>&1 & echo started", "Start a server")] }),
    () => ({ text: "It runs.", tools: [bash(COUNT, "Count")] }),
    () => ({ text: "Counted." }),
  ),
  story(
    "WRITE",
    (prompt) => ({ tools: [{ tool: "write", input: { filePath: "notes.md", content: `${prompt}\n` } }] }),
    (prompt) => ({ text: `Wrote: ${prompt}` }),
  ),
  // Each step is a request to the model, with all that was said before: what it uses grows quickly.
  story("SPEND", ...Array.from({ length: 6 }, (_, i) => () => ({ tools: [bash(`echo step ${i}`, "Step")] })), () => ({
    text: "Spent.",
  })),
  {
    name: "echo",
    matches: () => true,
    turn: ({ prompt }) => ({ text: `You said: ${prompt}` }),
  },
];

export const STEERING_PERMISSION: PermissionConfig = { bash: { "*": "allow", "rm *": "ask" } };

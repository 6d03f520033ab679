import type { Scenario } from "../Scenario.ts";

/** A subagent does the work, and asks for what it needs. */
export const helper: Scenario = {
  name: "helper",
  matches: (prompt) => /\bhelper\b/i.test(prompt),
  turn: ({ step, prompt, results }) => {
    if (step > 0) {
      return {
        text: `The helper is done. It said:\n\n${(results.at(-1) ?? "")
          .replace(/<[^>]*>/g, "")
          .trim()
          .slice(0, 600)}`,
      };
    }
    const work = /\bcount/i.test(prompt) ? "Count slowly to 600." : "Clean the build folder.";
    return {
      text: "I will let a helper do this.",
      tools: [{ tool: "task", input: { description: "Do the work", prompt: work, subagent_type: "general" } }],
    };
  },
};

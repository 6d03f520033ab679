import type { Scenario } from "../Scenario.ts";

const STEPS = 12;

/** Many small steps: what they use adds up, until a budget has something to say. */
export const spend: Scenario = {
  name: "spend",
  matches: (prompt) => /\bspend\b/i.test(prompt),
  turn: ({ step }) =>
    step < STEPS
      ? {
          tools: [
            { tool: "bash", input: { command: `echo step ${step + 1} of ${STEPS}`, description: "Take a step" } },
          ],
        }
      : { text: `All ${STEPS} steps are taken.` },
};

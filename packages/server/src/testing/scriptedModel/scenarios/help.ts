import type { Scenario } from "../Scenario.ts";

/** Answers everything that no other scenario takes, and says what this is. */
export const help: Scenario = {
  name: "help",
  matches: () => true,
  turn: () => ({
    text: `I am a **scripted model**: no AI reads your task, so I cannot do this one. The agent around me is real. Try one of these:

- *Build a small TypeScript library, with tests*: the tests fail first, then I fix the code
- *Write a sales report to report.csv*: a script with live output, and a file to download
- *Clean the build folder*: asks for your permission first
- *Ask me a few questions*: choices, and room for words of your own
- *Let a helper clean the build folder*: a subagent that needs your permission
- *Count slowly to 600*: time to stop, to steer, or to queue the next task
- *Show me a provider error*: what a refused key looks like

Start the server with \`OPENAI_API_KEY\` and \`OPENAI_MODEL\` for a model that thinks.`,
  }),
};

import type { Scenario } from "../Scenario.ts";

const COMMAND = "rm -rf build && mkdir -p build && date -u +%F > build/stamp.txt && cat build/stamp.txt";

/** A command that deletes files: the agent asks before it runs. */
export const permission: Scenario = {
  name: "permission",
  matches: (prompt) => /\bclean (the|up)\b|build folder|permission|ask me/i.test(prompt),
  turn: ({ step, results }) => {
    if (step === 0) {
      return {
        text: "I will empty the `build` folder and put a date stamp into it. Since this deletes files, I need your permission.",
        tools: [
          { tool: "bash", input: { command: COMMAND, description: "Recreate the build folder with a date stamp" } },
        ],
      };
    }
    const result = results.at(-1) ?? "";
    const feedback = /following feedback: ([\s\S]*)/.exec(result)?.[1];
    if (feedback !== undefined) {
      return { text: `Understood, I left the \`build\` folder as it is. You said: “${feedback.trim()}”` };
    }
    return {
      text:
        "Done. The `build` folder is empty but for `build/stamp.txt`, which holds today's date:\n\n```\n" +
        `${result.trim().split("\n")[0] ?? ""}\n\`\`\``,
    };
  },
};

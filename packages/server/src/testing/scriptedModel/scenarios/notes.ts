import type { Scenario } from "../Scenario.ts";

/** Writes what it is told into a file: short work to take back, to copy or to go on from. */
export const notes: Scenario = {
  name: "notes",
  matches: (prompt) => /^(note|write down):/i.test(prompt.trim()),
  turn: ({ step, prompt }) => {
    const note = prompt.replace(/^[^:]*:/, "").trim();
    if (step > 0) return { text: `Noted: **${note}**` };
    return { tools: [{ tool: "write", input: { filePath: "note.md", content: `${note}\n` } }] };
  },
};

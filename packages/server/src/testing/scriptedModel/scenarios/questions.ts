import type { Scenario } from "../Scenario.ts";

const option = (label: string, description: string): object => ({ label, description });

const ONE = {
  header: "Palette",
  question: "Which palette should the page have?",
  options: [option("Light", "Dark text on a light ground"), option("Dark", "Light text on a dark ground")],
};
const MANY = {
  header: "Sections",
  question: "Which sections should it have?",
  options: [
    option("Features", "What it does"),
    option("Prices", "What it costs"),
    option("Contact", "Who is behind it"),
  ],
  multiple: true,
};

/** Asks a person: one choice, several choices, or both at once. */
export const questions: Scenario = {
  name: "questions",
  matches: (prompt) => /\bquestion/i.test(prompt),
  turn: ({ step, prompt, results }) => {
    if (step > 0) return { text: `Thank you. I was told:\n\n${(results.at(-1) ?? "").slice(0, 600)}` };
    const asked = /\bone\b/i.test(prompt) ? [ONE] : /\bmany\b/i.test(prompt) ? [MANY] : [ONE, MANY];
    return {
      text: "Before I begin, I need to know what you want.",
      tools: [{ tool: "question", input: { questions: asked } }],
    };
  },
};

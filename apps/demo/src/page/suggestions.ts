export type Suggestion = { readonly title: string; readonly detail: string; readonly prompt: string };

/** One for each scenario that the scripted model plays; a real model takes them as well. */
export const SUGGESTIONS: readonly Suggestion[] = [
  {
    title: "Build a small library",
    detail: "Writes code and a test that fails first, then fixes it",
    prompt:
      "Build a small TypeScript library that turns titles into URL slugs, with tests. Run them and fix what fails.",
  },
  {
    title: "Produce a CSV file",
    detail: "Runs a script with live output, ends in a download",
    prompt: "Produce a year of sales figures per region and write them to report.csv.",
  },
  {
    title: "Ask before it acts",
    detail: "Needs your permission for a shell command",
    prompt: "Clean the build folder and stamp it with the date. Ask me before you run anything.",
  },
  {
    title: "Meet a provider error",
    detail: "The model's provider refuses the key",
    prompt: "Show me what happens on a provider error.",
  },
];

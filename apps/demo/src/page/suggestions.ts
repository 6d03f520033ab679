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
    title: "Answer its questions",
    detail: "One choice, several choices, and words of your own",
    prompt: "Ask me a few questions about the page before you build it.",
  },
  {
    title: "Send a helper",
    detail: "A subagent asks, and you answer from here",
    prompt: "Let a helper clean the build folder.",
  },
  {
    title: "Stop, steer or queue",
    detail: "A minute of work, to try the controls on",
    prompt: "Count slowly to 600.",
  },
  {
    title: "Meet a provider error",
    detail: "The model's provider refuses the key",
    prompt: "Show me what happens on a provider error.",
  },
];

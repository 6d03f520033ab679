/** The words of what can be taken along: copies, exports, and the run as a document. */
export const exportLabels = {
  runMenu: "Find, copy and export",
  copyRun: "Copy as Markdown",
  exportMarkdown: "Download as Markdown",
  exportJson: "Download as JSON",
  copyFailed: "The browser did not allow to copy.",
  exportFailed: (message: string): string => `Not exported. ${message}`,
  copyMessage: "Copy message",
  agentSaid: "Agent",
  exportedStatus: (status: string): string => `Status: ${status}`,
  exportedModel: (model: string): string => `Model: ${model}`,
  exportedUsage: (usage: string): string => `Usage: ${usage}`,
  exportedTime: (duration: string): string => `Time: ${duration}`,
  exportedCut: "The beginning is left out here.",
  outputNotMade: (path: string): string => `The run ended without making ${path}`,
};

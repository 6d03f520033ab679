/** The words of the line that says what a run waits for now. */
export const activityLabels = {
  activityModel: "Waiting for the model",
  activityThinking: "Thinking",
  activityWriting: "Writing",
  activitySandbox: "Starting the sandbox",
  activityAgent: "Starting the agent",
  activityRestoring: "Restoring the workspace from its last backup",
  activityQueued: "Waiting for the run before this one",
  activityStopping: "Stopping the agent",
  activityReconnecting: "Connection lost; the agent may be further than this",
  activitySubagent: (title: string): string => `Subagent ${title}`,
  activityMoreTools: (count: number): string => `and ${count} more`,
  activityPerson: (count: number): string => (count === 1 ? "Waiting for your answer" : `Waiting for ${count} answers`),
  /** `duration` is empty once it is due. */
  activityRetry: (attempt: number, duration: string): string =>
    duration === "" ? `Retry ${attempt} now` : `Retry ${attempt} in ${duration}`,
};

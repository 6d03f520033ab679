type StandIn = "output" | "recording";

/** What is said where something else than a room is shown, and where a run is not to be had. */
export const standInLabels = {
  notInStandIn: (standIn: StandIn): string =>
    standIn === "output"
      ? "This is a snapshot of the run, which keeps no more of it."
      : "This is a recording of the run, which keeps no more of it.",
  noCommandsInStandIn: (standIn: StandIn): string =>
    standIn === "output"
      ? "This is a snapshot of the run. It takes no commands."
      : "This is a recording of the run. It takes no commands.",
  otherRoom: (room: string, connected: string | undefined): string =>
    connected === undefined
      ? `The run belongs to the room “${room}”, and this page is not connected to a room.`
      : `The run belongs to the room “${room}”, and this page is connected to “${connected}”.`,
  notTaken: "The task was not started",

  recording: "Recording",
  play: "Play",
  pause: "Pause",
  replay: "Play again",
  recordingPosition: "Position in the recording",
  recordingTime: (at: string, of: string): string => `${at} of ${of}`,
};

export { createReplayTransport } from "./createReplayTransport.ts";
export { formatRecording, parseRecording } from "./Recording.ts";
export { recordTransport } from "./recordTransport.ts";

export type { ReplayOptions, ReplayTransport } from "./createReplayTransport.ts";
export type { RecordedMessage, Recording } from "./Recording.ts";

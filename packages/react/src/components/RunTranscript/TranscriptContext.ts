import type { Follower } from "../../lib/createFollower.ts";
import { createStrictContext } from "../../lib/createStrictContext.tsx";

export type TranscriptContextValue = {
  readonly follower: Follower;
  /** Puts a message of the root session on the page, if it is not there, and gives its element. Set by its list. */
  readonly show: { current: ((id: string) => Element | undefined) | undefined };
};

export const [TranscriptProvider, , useOptionalTranscript] =
  createStrictContext<TranscriptContextValue>("RunTranscript");

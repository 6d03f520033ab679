import type { OpenCodeClient } from "@opencode-kit/client";
import { createStrictContext } from "../lib/createStrictContext.tsx";

/** What is shown instead of a room, and takes no commands. */
export type StandIn = "output" | "recording";

export type ClientContextValue = {
  readonly client: OpenCodeClient;
  /** Absent where the client is at a room. */
  readonly standIn?: StandIn;
};

export const [ClientProvider, useClientContext, useOptionalClientContext] =
  createStrictContext<ClientContextValue>("OpenCodeProvider");

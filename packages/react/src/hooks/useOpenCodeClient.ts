import type { OpenCodeClient } from "@opencode-kit/client";
import { useClientContext } from "../context/ClientContext.ts";

/** The headless client of the surrounding `OpenCodeProvider`. */
export function useOpenCodeClient(): OpenCodeClient {
  return useClientContext("useOpenCodeClient").client;
}

import type { OpenCodeClient } from "@opencode-kit/client";
import { useClientContext } from "../context/ClientContext.ts";

/**
 * The headless client of the surrounding `OpenCodeProvider`, for commands and for `openCodeQueries`.
 *
 * @example
 * const client = useOpenCodeClient();
 * const { data: backups } = useQuery(openCodeQueries(client).backups());
 */
export function useOpenCodeClient(): OpenCodeClient {
  return useClientContext("useOpenCodeClient").client;
}

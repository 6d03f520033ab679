import { useConnection } from "./useConnection.ts";

/** Whether this client may answer prompts. True until the room has said otherwise; the room checks again. */
export function useMayAnswer(): boolean {
  return useConnection().role !== "viewer";
}

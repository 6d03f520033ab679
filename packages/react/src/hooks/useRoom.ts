import type { RoomState } from "@opencode-kit/client/state";
import { useClientContext } from "../context/ClientContext.ts";
import { useStore } from "../lib/useStore.ts";

const whole = (state: RoomState): RoomState => state;

/**
 * The room: its runs, the sandbox, and what waits for a person over all runs. With a selector, renders again only when
 * the selection changes.
 *
 * @example
 * const scripted = useRoom((room) => room.sandbox.scripted === true);
 */
export function useRoom(): RoomState;
export function useRoom<S>(selector: (state: RoomState) => S, isEqual?: (a: S, b: S) => boolean): S;
export function useRoom<S>(
  selector: (state: RoomState) => S | RoomState = whole,
  isEqual?: (a: S | RoomState, b: S | RoomState) => boolean,
): S | RoomState {
  return useStore(useClientContext("useRoom").client.room, selector, isEqual);
}

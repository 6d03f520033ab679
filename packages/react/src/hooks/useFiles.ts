import type { FilesState } from "@opencode-kit/client/state";
import { useClientContext } from "../context/ClientContext.ts";
import { useStore } from "../lib/useStore.ts";

const whole = (state: FilesState): FilesState => state;

/**
 * The workspace's files. With a selector, renders again only when the selection changes.
 *
 * @example
 * const readme = useFiles((files) => findFile(files, "README.md"));
 */
export function useFiles(): FilesState;
export function useFiles<S>(selector: (state: FilesState) => S, isEqual?: (a: S, b: S) => boolean): S;
export function useFiles<S>(
  selector: (state: FilesState) => S | FilesState = whole,
  isEqual?: (a: S | FilesState, b: S | FilesState) => boolean,
): S | FilesState {
  return useStore(useClientContext("useFiles").client.files, selector, isEqual);
}

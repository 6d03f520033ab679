import type { WorkspaceChange } from "./SandboxPort.ts";
import type { WireError } from "@opencode-kit/client/protocol";

/** Marks an error of the sandbox host's own among the answers that it passes on from OpenCode; its value is the code. */
export const HOST_ERROR_HEADER = "x-opencode-kit-error";

/** Which bytes an answer to `file` holds: `<offset>,<length>,<bytes of the whole file>`. */
export const RANGE_HEADER = "x-opencode-kit-range";

/** The watch sends a line at least this often, in ms: an empty one when nothing has changed. */
export const WATCH_KEEPALIVE_MS = 10_000;

/** Names that a sandbox can have. */
export const SANDBOX_NAME = /^[\w-]{1,64}$/;

/** What the host answers when an agent is opened: an `AgentServer` less its `fetch`. */
export type OpenedAgent = {
  readonly directory: string;
  readonly version: string;
  readonly model: string;
  readonly scripted: boolean;
  readonly bootId: string;
};

/** One line of the watch, as JSON. An empty line only says that the watch lives. */
export type WatchLine = { readonly changes: readonly WorkspaceChange[] } | { readonly error: WireError };

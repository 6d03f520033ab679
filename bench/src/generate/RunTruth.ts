import type { JsonObject } from "@opencode-kit/client/protocol";
import { NewInformation } from "./NewInformation.ts";
import type { FileCount } from "./Workspace.ts";

/** What a run has brought so far, in whole: nobody may show less. */
export class RunTruth {
  readonly info = new NewInformation();
  readonly sessionIds = new Set<string>();
  readonly messageIds = new Set<string>();
  readonly partIds = new Set<string>();
  /** Pieces of each part's text, and of each tool's output, by part. */
  readonly texts = new Map<string, string[]>();
  readonly outputs = new Map<string, string[]>();
  /** Inputs by part, with paths relative to the workspace. */
  readonly inputs = new Map<string, JsonObject>();
  readonly callIds = new Map<string, string>();
  readonly errors = new Map<string, string>();
  /** Lines of context that a tool's patch shows, by part. */
  readonly context = new Map<string, readonly string[]>();
  /** The root session's list. */
  todos: readonly JsonObject[] = [];
  title: string | undefined;
  readonly pendingIds = new Set<string>();
  readonly diagnostics = new Map<string, number>();
  /** Changes since the run began of the files of which OpenCode has told, by path. */
  readonly files = new Map<string, FileCount>();
}

import { contentBytes } from "../lib/jsonBytes.ts";

export const INFORMATION_KINDS = [
  "answer",
  "reasoning",
  "prompt",
  "tool input",
  "tool output",
  "patch",
  "title",
  "permission",
  "diagnostic",
  "error",
  "id",
] as const;
export type InformationKind = (typeof INFORMATION_KINDS)[number];

/**
 * What a run brings into the world, in UTF-8 bytes of JSON string content (escapes as JSON needs them, no quotes, no
 * keys, no punctuation). Each character counts once, when it first comes:
 *
 * - `answer`, `reasoning`: what the model streams;
 * - `prompt`: what a person asks. The prompt of a subagent is a copy of its tool's input and does not count;
 * - `tool input`: the texts of a call's arguments, paths without the workspace's folder. Todos count here only: the
 *   list that they become, the tool's output and its metadata are copies;
 * - `tool output`: what a tool printed, as it grew. Of a subagent's report only what wraps its last answer. The preview
 *   and the display text of `read` are copies. What OpenCode puts around an output that is too long does not count;
 * - `patch`: lines that a tool's patch shows and its input does not, which are at most three lines of context around a
 *   change; added lines of files that a command made, which only the turn's summary tells. Everything else in the
 *   summary is a copy of inputs and of tools' patches;
 * - `title`: of sessions and of calls where it is not in the input already;
 * - `permission`: the patterns that "always" would grant. The rest of what is asked is in the call's input;
 * - `diagnostic`, `error`: their messages;
 * - `id`: of each session, message, part, call and request, once.
 *
 * Not counted, although a viewer may show it: names of tools, statuses, times, tokens and costs, names of models and
 * agents, names of snapshots, hunk headers, numbers in inputs.
 */
export class NewInformation {
  readonly #bytes = new Map<InformationKind, number>();

  add(kind: InformationKind, text: string): void {
    this.#bytes.set(kind, this.of(kind) + contentBytes(text));
  }

  of(kind: InformationKind): number {
    return this.#bytes.get(kind) ?? 0;
  }

  get total(): number {
    let sum = 0;
    for (const bytes of this.#bytes.values()) sum += bytes;
    return sum;
  }
}

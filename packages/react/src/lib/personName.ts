import type { User } from "@opencode-kit/client/protocol";
import { visibleText } from "./visibleText.ts";

/** Longer names are cut, in UTF-16 code units. */
const MAX_CHARS = 60;

/** A person as a line shows them: in one line, with nothing hidden in the name. */
export function personName({ id, name }: User): string {
  const shown = visibleText((name ?? "").trim() || id)
    .replaceAll(/\s+/g, " ")
    .trim();
  return shown.length > MAX_CHARS ? `${shown.slice(0, MAX_CHARS).replace(/[\ud800-\udbff]$/, "")}…` : shown;
}

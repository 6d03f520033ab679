import type { Part, RunEvent, TextWindow } from "../protocol/index.ts";
import { addedTo, EMPTY_TEXT } from "../state/index.ts";
import { addedToWindow } from "./addedToWindow.ts";
import type { JsonObject } from "./readers.ts";
import { flag, object, text } from "./readers.ts";
import { withoutShellNote } from "./shellNote.ts";

/** Before a command's live output once it is longer than this many characters: only its end is repeated. */
const CUT_MARK = "...\n\n";
const CUT_AT = 30_000;

/** What was added to a tool's output: OpenCode repeats the whole output, or its end, with each update. */
export function outputEvents(before: Part | undefined, id: string, raw: JsonObject): readonly RunEvent[] {
  const known = before?.type === "tool" ? before.output : EMPTY_TEXT;
  const state = object(raw, "state");
  const live = text(object(state, "metadata"), "output");
  const final = withoutShellNote(text(state, "output"));
  // What a tool returned is whole, unless it was too long for the model: then the live output tells more.
  const isWhole = final !== undefined && (live === undefined || !flag(object(state, "metadata"), "truncated"));
  if (isWhole) return changed(known, id, final);
  if (live === undefined) return [];
  if (live.startsWith(CUT_MARK) && live.length >= CUT_AT) return grown(known, id, live.slice(CUT_MARK.length));
  return changed(known, id, live);
}

function changed(known: TextWindow, id: string, output: string): readonly RunEvent[] {
  const added = addedTo(known, output);
  if (added === undefined) return [{ type: "output.set", id, text: output }];
  return added === "" ? [] : [{ type: "part.append", id, text: added }];
}

/** Where what is repeated does not meet what is known, more was printed between than OpenCode tells. */
function grown(known: TextWindow, id: string, end: string): readonly RunEvent[] {
  const start = known.chars === 0 ? CUT_MARK : `\n${CUT_MARK}`;
  const added = (known.chars === 0 ? undefined : addedToWindow(known, end)) ?? start + end;
  return added === "" ? [] : [{ type: "part.append", id, text: added }];
}

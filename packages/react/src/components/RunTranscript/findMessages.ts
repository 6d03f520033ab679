import type { Part } from "@opencode-kit/client/protocol";
import type { RunState } from "@opencode-kit/client/state";
import { toolTarget } from "@opencode-kit/client/state";

/** One place where the words stand: the message, and how many others stand before it there. */
export type Found = { readonly messageId: string; readonly nth: number };

const texts = new WeakMap<Part, string>();

/** All places of the words in the messages that are loaded, in order, whatever their case. */
export function findMessages(state: RunState, ids: readonly string[], words: string): readonly Found[] {
  const wanted = withoutMarks(words).toLowerCase();
  if (wanted === "") return [];
  return ids.flatMap((messageId) => {
    const found: Found[] = [];
    for (const partId of state.messages.get(messageId)?.partIds ?? []) {
      const part = state.parts.get(partId);
      if (part === undefined) continue;
      const text = textOf(part);
      for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
        found.push({ messageId, nth: found.length });
      }
    }
    return found;
  });
}

/** What the row of a part says, in lower case. What a card only shows when it is opened is not searched. */
function textOf(part: Part): string {
  let text = texts.get(part);
  if (text === undefined) texts.set(part, (text = shownText(part).toLowerCase()));
  return text;
}

function shownText(part: Part): string {
  switch (part.type) {
    case "text":
      return part.synthetic === true ? "" : withoutMarks(part.text);
    case "tool":
      return toolTarget(part);
    case "file":
      return part.filename ?? "";
    default:
      return "";
  }
}

/** A word is found also where Markdown sets a part of it in bold. */
function withoutMarks(text: string): string {
  return text.replaceAll(/\*+|`+|~~|__/g, "");
}

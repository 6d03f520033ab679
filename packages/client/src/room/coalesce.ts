import type { ChannelEvent, Part } from "../protocol/index.ts";

/**
 * The same change in fewer events: texts that are added to the same part one after the other become one, and so do
 * patches and counts. Folding the result gives the same state as folding the input.
 */
export function coalesce(events: readonly ChannelEvent[]): readonly ChannelEvent[] {
  const result: ChannelEvent[] = [];
  /** Texts of the run of appends at the end, joined once: adding them one by one would copy them each time. */
  let texts: string[] = [];
  const close = (): void => {
    const last = result.at(-1);
    if (texts.length > 1 && last?.type === "part.append") result[result.length - 1] = { ...last, text: texts.join("") };
    texts = [];
  };
  for (const event of events) {
    const last = result.at(-1);
    if (event.type === "part.append" && last?.type === "part.append" && last.id === event.id) {
      texts.push(event.text);
      continue;
    }
    close();
    const merged = last === undefined ? undefined : merge(result.at(-1) ?? last, event);
    if (merged === undefined) {
      if (event.type === "part.append") texts = [event.text];
      result.push(event);
    } else result[result.length - 1] = merged;
  }
  close();
  return result;
}

function merge(before: ChannelEvent, event: ChannelEvent): ChannelEvent | undefined {
  switch (event.type) {
    case "run.patch":
      return before.type === "run.patch" ? { ...before, patch: { ...before.patch, ...event.patch } } : undefined;
    case "part.append":
      return before.type === "part.set" && before.part.id === event.id && "text" in before.part
        ? { ...before, part: { ...before.part, text: before.part.text + event.text } }
        : undefined;
    case "part.patch":
      if (before.type === "part.set" && before.part.id === event.id) {
        return { ...before, part: { ...before.part, ...event.patch } as Part };
      }
      return before.type === "part.patch" && before.id === event.id
        ? { ...before, patch: { ...before.patch, ...event.patch } }
        : undefined;
    case "message.patch":
      if (before.type === "message.set" && before.message.id === event.id && event.was === undefined) {
        return { ...before, message: { ...before.message, ...event.patch } };
      }
      // The first one says what the message counted for before both.
      return before.type === "message.patch" && before.id === event.id
        ? { ...before, patch: { ...before.patch, ...event.patch } }
        : undefined;
    case "unknown.add":
      return before.type === "unknown.add" && before.kind === event.kind
        ? { ...before, count: before.count + event.count }
        : undefined;
    default:
      return undefined;
  }
}

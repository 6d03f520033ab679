import type { JsonObject, JsonValue, Part, ToolPart } from "../protocol/index.ts";
import { isObject } from "../protocol/index.ts";
import { cutWindow } from "./TextWindow.ts";

/** What a snapshot keeps of one part, in UTF-16 code units. */
export const CUT = {
  /** Of the end of a text. */
  text: 32_768,
  /** Of the start of each text in a tool's input and metadata. */
  value: 2_000,
  outputHead: 1_024,
  outputTail: 3_072,
  /** Entries of each list in a tool's input and metadata. */
  entries: 100,
} as const;

/** The part with its long texts cut, marked where something is missing. What a cut part is cut to does not change. */
export function cutPart(part: Part): Part {
  switch (part.type) {
    case "text":
    case "reasoning": {
      const extra = part.text.length - CUT.text;
      if (extra <= 0) return part;
      return { ...part, text: part.text.slice(extra), skipped: (part.skipped ?? 0) + extra };
    }
    case "tool":
      return cutTool(part);
    case "other":
      return { ...part, data: cutObject(part.data) };
    default:
      return part;
  }
}

function cutTool(part: ToolPart): ToolPart {
  const input = cutObject(part.input);
  const metadata = cutObject(part.metadata);
  const output = cutWindow(part.output, CUT.outputHead, CUT.outputTail);
  if (input === part.input && metadata === part.metadata && output === part.output) return part;
  return {
    ...part,
    input,
    metadata,
    output,
    ...(input === part.input ? {} : { isInputCut: true }),
    ...(metadata === part.metadata ? {} : { isMetadataCut: true }),
  };
}

/** The object with its texts cut to `chars`; the same object where nothing in it is too long. */
export function cutObject(from: JsonObject, chars: number = CUT.value): JsonObject {
  return cutValue(from, chars) as JsonObject;
}

function cutValue(value: JsonValue, chars: number): JsonValue {
  if (typeof value === "string") return value.length <= chars ? value : value.slice(0, chars);
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    const kept = list.length <= CUT.entries ? list : list.slice(0, CUT.entries);
    const cut = kept.map((each) => cutValue(each, chars));
    return kept === list && cut.every((each, i) => each === list[i]) ? value : cut;
  }
  if (!isObject(value)) return value;
  let hasChanged = false;
  const cut: { [key: string]: JsonValue } = {};
  for (const [key, each] of Object.entries(value)) {
    const short = cutValue(each as JsonValue, chars);
    if (short !== each) hasChanged = true;
    cut[key] = short;
  }
  return hasChanged ? cut : (value as JsonObject);
}

import type { ErrorCode, WireError } from "./errors.ts";
import { defined, isObject } from "./json.ts";
import { ATTACHMENT_TYPES, MAX_ATTACHMENT_CHARS, MAX_ATTACHMENTS, MAX_PROMPT_CHARS } from "./submit.ts";

const MAX_ID_CHARS = 128;
const MAX_TITLE_CHARS = 200;
const MAX_PATH_CHARS = 4096;
const MAX_NOTE_CHARS = 20_000;

/** What one field of a command holds, or why it cannot be used. */
export type Read = { readonly value: unknown } | { readonly error: WireError };

/** Reads one field; `name` is its own, for the error. */
export type Field = (value: unknown, name: string) => Read;

export const id = textOf(MAX_ID_CHARS, `a string of 1 to ${MAX_ID_CHARS} characters`);
export const path = textOf(MAX_PATH_CHARS, "a path");
/** A folder's path; the workspace itself is `""`. */
export const folder: Field = (value, name) => (value === "" ? { value } : path(value, name));
export const note = textOf(MAX_NOTE_CHARS, "a text of a length that the agent is told");
export const title = textOf(MAX_TITLE_CHARS, `a text of 1 to ${MAX_TITLE_CHARS} characters`);

export const prompt: Field = (value) => {
  if (typeof value !== "string" || value.trim() === "") {
    return refuse("bad_request", "The prompt is empty. Say what the agent should do.");
  }
  if (value.length <= MAX_PROMPT_CHARS) return { value };
  return refuse("too_large", `The prompt has ${value.length} characters; the limit is ${MAX_PROMPT_CHARS}.`);
};

/** One list of labels for each question. */
export const answers: Field = (value) => {
  const isLabel = (label: unknown): boolean => typeof label === "string" && label.length <= MAX_NOTE_CHARS;
  const isGood =
    Array.isArray(value) &&
    value.length <= 64 &&
    value.every((labels) => Array.isArray(labels) && labels.length <= 256 && labels.every(isLabel));
  return isGood ? { value } : refuse("bad_message", "`answers` is not a list of lists of labels.");
};

export const attachments: Field = (value) => {
  if (!Array.isArray(value)) return refuse("bad_message", "`attachments` is not a list.");
  if (value.length > MAX_ATTACHMENTS) {
    return refuse("too_large", `A prompt takes at most ${MAX_ATTACHMENTS} attachments; this one has ${value.length}.`);
  }
  let chars = 0;
  const read: object[] = [];
  for (const each of value as readonly unknown[]) {
    const { mime, filename, base64 } = isObject(each) ? each : {};
    const isNamed = filename === undefined || (typeof filename === "string" && filename.length <= MAX_PATH_CHARS);
    if (typeof mime !== "string" || typeof base64 !== "string" || !isNamed) {
      return refuse("bad_message", "An attachment has a `mime`, a `base64` and perhaps a `filename`.");
    }
    if (!ATTACHMENT_TYPES.test(mime)) {
      const type = mime.slice(0, 80);
      return refuse("bad_request", `Models do not read "${type}". Attach an image, a PDF or a text.`);
    }
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
      return refuse("bad_message", "`base64` of an attachment is not base64.");
    chars += base64.length;
    read.push({ mime, base64, ...defined({ filename }) });
  }
  if (chars <= MAX_ATTACHMENT_CHARS) return { value: read };
  const limit = Math.floor((MAX_ATTACHMENT_CHARS * 3) / 4 / 1_000_000);
  return refuse("too_large", `The attachments are larger than the ${limit} MB that a prompt takes.`);
};

/** Each limit that is given is a number over 0. */
export const budget: Field = (value) => {
  const isRule = isRecordOf(value, ["soft", "hard"], (limits) =>
    isRecordOf(limits, ["tokens", "cost"], (limit) => typeof limit === "number" && limit > 0),
  );
  return isRule ? { value } : refuse("bad_message", "`budget` has other than `soft` and `hard` limits above 0.");
};

function isRecordOf(value: unknown, keys: readonly string[], isGood: (each: unknown) => boolean): boolean {
  return isObject(value) && Object.entries(value).every(([key, each]) => keys.includes(key) && isGood(each));
}

export function oneOf(...values: readonly string[]): Field {
  const listed = `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
  return (value, name) =>
    values.includes(value as string) ? { value } : refuse("bad_message", `\`${name}\` is not ${listed}.`);
}

export function within(min: number, max: number): Field {
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  return (value, name) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max
      ? { value }
      : refuse("bad_message", `\`${name}\` is not a whole number ${range}.`);
}

export const flag: Field = (value, name) =>
  typeof value === "boolean" ? { value } : refuse("bad_message", `\`${name}\` is not true or false.`);

export function optional(field: Field): Field {
  return (value, name) => (value === undefined ? { value } : field(value, name));
}

function textOf(max: number, what: string): Field {
  return (value, name) =>
    typeof value === "string" && value !== "" && value.length <= max
      ? { value }
      : refuse("bad_message", `\`${name}\` is not ${what}.`);
}

function refuse(code: ErrorCode, message: string): Read {
  return { error: { code, message } };
}

import * as shape from "./entityShapes.ts";
import type { ChannelEvent } from "./events.ts";
import type { Shape } from "./shapes.ts";
import { byTag, fields, flag, list, maybe, num, text } from "./shapes.ts";
import { unpackMessage, unpackPart } from "./wireForms.ts";

const id = { id: text };
const path = { path: text };
const ended = { ...id, outcome: shape.outcome, by: maybe(shape.user), at: maybe(num) };

const event: Shape = byTag("type", {
  "run.patch": fields({ patch: shape.headerPatch }),
  "session.set": fields({ session: shape.session, isChange: maybe(flag) }),
  "message.set": fields({ message: shape.message }),
  "message.patch": fields({
    ...id,
    patch: shape.messagePatch,
    was: maybe(fields({ sessionId: text, usage: maybe(shape.usage) })),
  }),
  "message.remove": fields({ ...id, sessionId: text, usage: maybe(shape.usage) }),
  "part.set": fields({ part: shape.part }),
  "part.patch": fields({ ...id, patch: shape.partPatch }),
  "part.append": fields({ ...id, text }),
  "output.set": fields({ ...id, text }),
  "part.remove": fields(id),
  "todos.set": fields({ sessionId: text, todos: list(shape.todo) }),
  "diff.set": fields({ diff: shape.diffWithoutPatch, part: maybe(fields({ ...id, isOnTop: flag })) }),
  "diff.remove": fields(path),
  "diagnostics.set": fields({ ...path, diagnostics: list(shape.diagnostic) }),
  "file.edited": fields(path),
  "pending.set": fields({ request: shape.pending }),
  "pending.remove": fields(ended),
  "unknown.add": fields({ kind: text, count: num, sample: maybe(text) }),
  "room.run.set": fields({ run: shape.runSummary }),
  "room.run.remove": fields(id),
  "room.sandbox.set": fields({ sandbox: shape.sandbox }),
  "room.pending.set": fields({ runId: text, request: shape.pending }),
  "room.pending.remove": fields(ended),
  "room.process.set": fields({ process: shape.process }),
  "room.process.remove": fields(id),
  "room.usage.set": fields({ usage: shape.usage }),
  "room.presence.set": fields({ presence: shape.presence }),
  "room.backup.set": fields({ backup: shape.backup }),
  "room.ports.set": fields({ ports: list(shape.port) }),
  "file.set": fields({ entry: shape.fileEntry }),
  "file.remove": fields(path),
  "files.truncated": fields({ truncated: flag }),
} satisfies Record<ChannelEvent["type"], Shape>);

/** Stands in a frame where an event was that this client cannot use, so that the numbers of the others stay right. */
export const SKIPPED = { type: "skipped" } as unknown as ChannelEvent;

/** Reads what `encodeEvents` wrote. An event of unknown type or of a wrong shape becomes {@link SKIPPED}. */
export function decodeEvents(values: readonly unknown[]): readonly ChannelEvent[] {
  let messageId: string | undefined;
  return values.map((value) => {
    const whole = Array.isArray(value) ? fromRow(value as readonly unknown[], messageId) : value;
    if (!event(whole)) return SKIPPED;
    const decoded = whole as ChannelEvent;
    if (decoded.type === "message.set") messageId = decoded.message.id;
    else if (decoded.type === "part.set") ({ messageId } = decoded.part);
    return decoded;
  });
}

function fromRow([first, second, third, fourth]: readonly unknown[], messageId: string | undefined): unknown {
  if (typeof first === "string") {
    return typeof second === "string"
      ? { type: "part.append", id: first, text: second }
      : { type: "part.patch", id: first, patch: second };
  }
  if (first === 0) return { type: "message.set", message: unpackMessage(second) };
  if (first !== 1) return { type: "part.set", part: unpackPart(first, messageId) };
  const was = fourth === undefined ? {} : { was: unpackMessage(fourth) };
  return { type: "message.patch", id: second, patch: unpackMessage(third), ...was };
}

import type { CommandName } from "./commands.ts";
import * as shape from "./entityShapes.ts";
import type { Shape } from "./shapes.ts";
import { fields, flag, list, maybe, num, oneOf, text } from "./shapes.ts";

const ANSWERS: { readonly [N in CommandName]?: Shape } = {
  getPart: fields({ part: shape.part }),
  getPending: fields({ request: shape.pending }),
  getOutput: fields({ text, offset: num, chars: num }),
  getAttachment: fields({ mime: text, filename: maybe(text), base64: text }),
  getDiff: fields({ diff: shape.diff }),
  listDiffs: fields({ diffs: list(shape.diff) }),
  submit: fields({ runId: text, disposition: oneOf(["started", "queued", "steered"]) }),
  getPrompt: fields({ prompt: text }),
  steerQueued: fields({ runId: text }),
  forkSession: fields({ sessionId: text, runId: text }),
  summarizeSession: fields({ runId: text }),
  listSessions: fields({ sessions: list(shape.sessionEntry) }),
  listModels: fields({ models: list(fields({ id: text, name: text, provider: text })) }),
  listAgents: fields({ agents: list(fields({ name: text, description: maybe(text) })) }),
  listAudit: fields({ entries: list(shape.auditEntry) }),
  linkArtifact: fields({ url: text, filename: text, size: num, expiresAt: num }),
  listFolder: fields({ entries: list(shape.fileEntry), truncated: flag }),
  readFile: fields({
    entry: shape.fileEntry,
    offset: num,
    end: num,
    size: num,
    mime: text,
    isBinary: flag,
    text: maybe(text),
    base64: maybe(text),
  }),
  createBackup: fields({ backup: shape.roomBackup }),
  restoreBackup: fields({ backup: shape.roomBackup }),
  listBackups: fields({ backups: list(shape.roomBackup) }),
  listPorts: fields({ ports: list(shape.port) }),
  exposePort: fields({ port: num, url: text }),
};

/** Whether an answer has what its users rely on. Pages of messages are decoded, which keeps what is good of them. */
export function isAnswer(name: CommandName, value: unknown): boolean {
  return ANSWERS[name]?.(value) ?? true;
}

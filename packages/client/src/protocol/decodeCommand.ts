import type { Field } from "./commandFields.ts";
import {
  answers,
  attachments,
  budget,
  flag,
  folder,
  id,
  note,
  oneOf,
  optional,
  path,
  prompt,
  title,
  within,
} from "./commandFields.ts";
import type { Command, CommandName } from "./commands.ts";
import { MAX_OUTPUT_CHARS, MAX_PAGE_MESSAGES } from "./commands.ts";
import type { Decoded } from "./decoded.ts";
import { bad } from "./decoded.ts";
import { isObject } from "./json.ts";
import { WHEN_BUSY } from "./submit.ts";
import { MAX_PIECE_BYTES } from "./workspace.ts";

type Fields = Readonly<Record<string, Field>>;

const runId = { runId: id };
const sessionId = { sessionId: id };
const operationId = { operationId: id };
const port = { port: within(1, 65_535) };
const offset = optional(within(0, Number.MAX_SAFE_INTEGER));
const answering = { ...operationId, requestId: id };

const FIELDS: Readonly<Record<Exclude<CommandName, "listDiffs">, Fields>> = {
  submit: {
    ...operationId,
    prompt,
    sessionId: optional(id),
    followsRunId: optional(id),
    whenBusy: optional(oneOf(...WHEN_BUSY)),
    outputFile: optional(path),
    model: optional(id),
    agent: optional(id),
    budget: optional(budget),
    attachments: optional(attachments),
  },
  stop: { ...runId, processes: optional(flag) },
  replyToPermission: { ...answering, reply: oneOf("once", "always", "reject"), message: optional(note) },
  replyToQuestion: { ...answering, answers },
  rejectQuestion: answering,
  replyToBudget: { ...answering, reply: oneOf("continue", "stop") },
  getPrompt: runId,
  editQueued: { ...runId, prompt },
  moveQueued: { ...runId, before: optional(id) },
  steerQueued: runId,
  resumeQueue: runId,
  killProcess: { processId: id, runId: optional(id) },
  listAudit: { before: optional(within(0, Number.MAX_SAFE_INTEGER)), limit: optional(within(1, 200)) },
  listSessions: { search: optional(title), limit: optional(within(1, 200)) },
  renameSession: { ...sessionId, title },
  forkSession: { ...operationId, ...sessionId, messageId: optional(id) },
  revertSession: { ...sessionId, messageId: id },
  unrevertSession: sessionId,
  summarizeSession: { ...operationId, ...sessionId },
  listModels: {},
  listAgents: {},
  linkArtifact: { path },
  listFolder: { path: folder },
  readFile: { path, offset, limit: optional(within(1, MAX_PIECE_BYTES)) },
  createBackup: {},
  restoreBackup: { backupId: id },
  listBackups: {},
  listPorts: {},
  exposePort: port,
  unexposePort: port,
  getMessages: {
    ...runId,
    sessionId: optional(id),
    before: optional(id),
    limit: optional(within(1, MAX_PAGE_MESSAGES)),
  },
  getPart: { ...runId, partId: id },
  getPending: { requestId: id },
  getOutput: {
    ...runId,
    partId: id,
    offset,
    limit: optional(within(1, MAX_OUTPUT_CHARS)),
  },
  getAttachment: { ...runId, partId: id, index: optional(within(0, 1_000)) },
  getDiff: { ...runId, path },
};

const SCOPES: Readonly<Record<string, Fields>> = { run: runId, session: sessionId, workspace: {} };

/** A command from a client, every field checked; nothing beyond the known fields survives. */
export function decodeCommand(value: unknown): Decoded<Command> {
  if (!isObject(value)) return bad("bad_message", "`command` is not an object.");
  const { name, scope } = value;
  if (name === "listDiffs") {
    const isScope = typeof scope === "string" && Object.hasOwn(SCOPES, scope);
    return isScope
      ? decodeFields({ name, scope }, value, SCOPES[scope] ?? {})
      : bad("bad_message", "`scope` is not run, session or workspace.");
  }
  if (typeof name !== "string" || !Object.hasOwn(FIELDS, name)) {
    return bad("bad_message", "`name` is not a command that this room knows.");
  }
  return decodeFields({ name }, value, FIELDS[name as keyof typeof FIELDS]);
}

function decodeFields(head: object, value: { readonly [key: string]: unknown }, fields: Fields): Decoded<Command> {
  const command: { [key: string]: unknown } = { ...head };
  for (const [name, field] of Object.entries(fields)) {
    const read = field(value[name], name);
    if ("error" in read) return { ok: false, error: read.error };
    if (read.value !== undefined) command[name] = read.value;
  }
  return { ok: true, value: command as unknown as Command };
}

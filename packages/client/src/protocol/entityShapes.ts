import { RUN_STATUSES } from "./entities.ts";
import { TOOL_STATUSES } from "./parts.ts";
import { OUTCOMES } from "./pending.ts";
import { ROLES } from "./roomEntities.ts";
import type { Shape } from "./shapes.ts";
import { byTag, either, fields, flag, list, maybe, num, oneOf, text } from "./shapes.ts";

const nothing: Shape = (value) => value === null;
const record = fields({});

export const error = fields({ code: text, message: text, statusCode: maybe(num), providerMessage: maybe(text) });

export const usage = fields({
  input: num,
  output: num,
  reasoning: num,
  cacheRead: num,
  cacheWrite: num,
  cost: num,
});

const retry = fields({ attempt: num, message: text, next: num });

const queue = maybe(either(nothing, fields({ position: num, isHeld: maybe(flag) })));

const headerFields = {
  prompt: text,
  status: oneOf(RUN_STATUSES),
  createdAt: num,
  sessionId: maybe(text),
  title: maybe(text),
  agent: maybe(text),
  modelID: maybe(text),
  providerID: maybe(text),
  startedAt: maybe(num),
  endedAt: maybe(num),
  error: maybe(error),
  retry: maybe(either(nothing, retry)),
  outputFile: maybe(text),
  outputMissing: maybe(flag),
  queue,
  stillRunning: maybe(list(fields({ id: text, command: text }))),
  isReverted: maybe(flag),
};
export const header = fields({ id: text, ...headerFields });
export const headerPatch = fields(optional(headerFields));

const revert = maybe(fields({ messageId: text, isFinal: maybe(flag) }));
const sessionFields = { id: text, parentId: maybe(text), title: maybe(text), revert };
export const session = fields(sessionFields);
export const sessionSnapshot = fields({ ...sessionFields, messageCount: num, usage });

const messageFields = {
  createdAt: num,
  parentId: maybe(text),
  agent: maybe(text),
  modelID: maybe(text),
  providerID: maybe(text),
  completedAt: maybe(num),
  usage: maybe(usage),
  finish: maybe(text),
  error: maybe(error),
  isSummary: maybe(flag),
  partsLeftOut: maybe(num),
};
export const message = fields({ id: text, sessionId: text, role: oneOf(["user", "assistant"]), ...messageFields });
export const messagePatch = fields(optional(messageFields));

const window = fields({ head: text, tail: text, chars: num, bytes: num });
const attachment = fields({ mime: text, filename: maybe(text), bytes: maybe(num), url: maybe(text) });

/** By part type; `common` is what every part has beside. */
const partFields: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  text: { text, skipped: maybe(num), synthetic: maybe(flag), startedAt: maybe(num), endedAt: maybe(num) },
  tool: {
    callId: text,
    tool: text,
    status: oneOf(TOOL_STATUSES),
    input: record,
    output: window,
    metadata: record,
    title: maybe(text),
    error: maybe(text),
    attachments: maybe(list(attachment)),
    startedAt: maybe(num),
    endedAt: maybe(num),
  },
  file: { mime: text, filename: maybe(text), bytes: maybe(num), url: maybe(text) },
  "step-start": {},
  "step-finish": { reason: maybe(text), usage: maybe(usage) },
  patch: { files: list(text), hash: maybe(text) },
  retry: { attempt: num, error, createdAt: maybe(num) },
  compaction: { isAuto: flag },
  subtask: { prompt: text, description: maybe(text), agent: maybe(text) },
  other: { kind: text, data: record },
};
const common = { id: text, messageId: text, sessionId: text };
const whole = (type: string): Shape => fields({ ...common, ...partFields[type] });
export const part = byTag(
  "type",
  Object.fromEntries([...Object.keys(partFields).map((type) => [type, whole(type)]), ["reasoning", whole("text")]]),
);
/** Fields of any part, each of a shape that it has in some part. */
export const partPatch = fields(optional(shapesOfAnyPart()));

export const todo = fields({ content: text, status: text, priority: maybe(text) });

const diffFields = {
  path: text,
  previousPath: maybe(text),
  status: oneOf(["added", "modified", "deleted", "renamed"]),
  additions: num,
  deletions: num,
  source: maybe(oneOf(["summary", "endpoint", "tool", "git"])),
};
export const diff = fields({ ...diffFields, patch: text, parts: maybe(list(text)) });
export const diffWithoutPatch = fields({ ...diffFields, patch: maybe(text) });

export const diagnostic = fields({
  path: text,
  line: num,
  column: num,
  endLine: num,
  endColumn: num,
  severity: oneOf(["error", "warning", "info", "hint"]),
  message: text,
  source: maybe(text),
  code: maybe(text),
});

const budget = fields({ tokens: maybe(num), cost: maybe(num) });
const pendingFields = { id: text, sessionId: text, messageId: maybe(text), callId: maybe(text) };
export const pending = byTag("kind", {
  permission: fields({
    ...pendingFields,
    permission: text,
    patterns: list(text),
    always: list(text),
    metadata: record,
  }),
  question: fields({
    ...pendingFields,
    questions: list(
      fields({
        question: text,
        header: maybe(text),
        options: list(fields({ label: text, description: maybe(text) })),
        multiple: maybe(flag),
      }),
    ),
  }),
  budget: fields({
    ...pendingFields,
    scope: oneOf(["run", "room"]),
    used: fields({ tokens: num, cost: num }),
    limit: budget,
  }),
});

export const user = fields({ id: text, name: maybe(text) });
export const outcome = oneOf(OUTCOMES);
export const answered = fields({
  id: text,
  kind: oneOf(["permission", "question", "budget"]),
  sessionId: text,
  callId: maybe(text),
  permission: maybe(text),
  outcome,
  by: maybe(user),
  at: maybe(num),
});

export const presence = fields({
  count: num,
  viewers: list(fields({ id: text, name: maybe(text), role: oneOf(ROLES) })),
});

export const sessionEntry = fields({ id: text, title: text, createdAt: num, updatedAt: num, revert });

export const auditEntry = fields({
  id: num,
  at: num,
  user: maybe(user),
  role: maybe(text),
  action: text,
  target: text,
  detail: maybe(text),
  refused: maybe(text),
});

export const runSummary = fields({
  id: text,
  prompt: text,
  status: oneOf(RUN_STATUSES),
  createdAt: num,
  sessionId: maybe(text),
  title: maybe(text),
  endedAt: maybe(num),
  error: maybe(error),
  outputFile: maybe(text),
  queue,
  isReverted: maybe(flag),
});

export const sandbox = fields({
  status: oneOf(["idle", "starting", "restoring", "ready", "lost", "error"]),
  error: maybe(error),
  version: maybe(text),
  model: maybe(text),
  scripted: maybe(flag),
});

export const process = fields({
  id: text,
  source: oneOf(["tool", "pty", "sandbox"]),
  command: text,
  status: oneOf(["running", "exited", "failed", "killed"]),
  cwd: maybe(text),
  pid: maybe(num),
  exitCode: maybe(num),
  output: maybe(window),
  startedAt: maybe(num),
  endedAt: maybe(num),
});

export const roomBackup = fields({ id: text, createdAt: num, size: maybe(num) });
export const backup = fields({ status: text, at: num, id: maybe(text), error: maybe(error) });
export const port = fields({ port: num, pid: maybe(num), command: maybe(text), url: maybe(text) });

export const fileEntry = fields({
  path: text,
  kind: oneOf(["file", "directory"]),
  size: maybe(num),
  modifiedAt: maybe(num),
});

export const unknownEvents = fields({ counts: record, samples: record });
export const hello = fields({ protocol: num, role: oneOf(ROLES), user: maybe(user) });

function shapesOfAnyPart(): Record<string, Shape> {
  const shapes: Record<string, Shape> = {};
  for (const [key, shape] of Object.values(partFields).flatMap((each) => Object.entries(each))) {
    const other = shapes[key];
    shapes[key] = other === undefined ? shape : either(other, shape);
  }
  return shapes;
}

function optional(shapes: Readonly<Record<string, Shape>>): Record<string, Shape> {
  return Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, maybe(shape)]));
}

type Json = { readonly [key: string]: unknown };

/** A recording of OpenCode's stream, cut where its root session goes idle, under the session id `ses_1`. */
export type RecordedRun = {
  readonly events: readonly Json[];
  /** Events after the idle: the user message gets its diffs then. */
  readonly afterIdle: readonly Json[];
  /** OpenCode's own record at the end. */
  readonly messages: readonly Json[];
};

export function readRecordedRun(jsonl: string): RecordedRun {
  const id = /"sessionID":"(ses_\w+)"/.exec(jsonl)?.[1] ?? "";
  const lines = jsonl
    .replaceAll(id, "ses_1")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);
  const http = lines.map((line) => line["__http"] as Json | undefined);
  const record = http.findLast((call) => call?.["path"] === "/session/ses_1/message");
  const events = lines.filter((line) => line["__http"] === undefined && line["type"] !== "server.connected");
  const idle = events.findLastIndex((event) => event["type"] === "session.idle");
  return {
    events: events.slice(0, idle + 1),
    afterIdle: events.slice(idle + 1),
    messages: (record?.["response"] as readonly Json[] | undefined) ?? [],
  };
}

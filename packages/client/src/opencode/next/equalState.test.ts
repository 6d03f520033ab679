import { describe, expect, it } from "vitest";
import { digest, journal } from "../../../recordings/digest.ts";
import { foldStream, readRecording, runEventsOf, startedRun } from "../../../recordings/readRecording.ts";
import type { OpenCodeEvent } from "../OpenCodeEvent.ts";
import type { JsonObject } from "../readers.ts";
import { count, flag, isJsonObject, object, text } from "../readers.ts";
import { createNextTranslator } from "./createNextTranslator.ts";

/** A classic stream, told by the new family: what a server says that runs the same session at `/api/session`. */
function asNextEvents(classic: readonly OpenCodeEvent[]): readonly OpenCodeEvent[] {
  const parts = new Map<string, JsonObject>();
  const begun = new Set<string>();
  const infos = new Map<string, JsonObject>();
  const all = classic
    .filter(({ type }) => type === "message.part.updated")
    .map((event) => object(event.properties, "part"));
  const partsOf = (id: string): readonly JsonObject[] => [
    ...new Map(all.filter((part) => part["messageID"] === id).map((part) => [part["id"], part])).values(),
  ];

  function next(name: string, info: JsonObject, at: number | undefined, fields: object): OpenCodeEvent {
    const timestamp = new Date(at ?? count(object(info, "time"), "created") ?? 0).toISOString();
    const sessionID = text(info, "sessionID") ?? "";
    return { type: `session.next.${name}`, properties: { sessionID, timestamp, ...fields } as JsonObject };
  }

  function user(info: JsonObject): readonly OpenCodeEvent[] {
    const messageID = text(info, "id") ?? "";
    const own = partsOf(messageID);
    const model = object(info, "model");
    const texts = own.filter((part) => part["type"] === "text");
    const switched = [
      next("agent.switched", info, undefined, { messageID: `${messageID}a`, agent: info["agent"] }),
      next("model.switched", info, undefined, {
        messageID: `${messageID}b`,
        model: { id: model["modelID"], providerID: model["providerID"], variant: "default" },
      }),
    ];
    if (texts.some((part) => text(part, "text") === "The following tool was executed by the user")) return switched;
    const compaction = own.find((part) => part["type"] === "compaction");
    if (compaction !== undefined) {
      const reason = flag(compaction, "auto") ? "auto" : "manual";
      return [next("compaction.started", info, undefined, { messageID, reason })];
    }
    const files = own.filter((part) => part["type"] === "file");
    return [
      ...switched,
      next("prompt.admitted", info, undefined, { messageID, prompt: { text: "" }, delivery: "steer" }),
      next("prompted", info, undefined, {
        messageID,
        prompt: {
          text: texts
            .filter((part) => !flag(part, "synthetic"))
            .map((part) => text(part, "text"))
            .join("\n"),
          files: files.map((file) => ({ uri: file["url"], mime: file["mime"], name: file["filename"] })),
        },
        delivery: "steer",
      }),
      ...texts
        .filter((part) => flag(part, "synthetic"))
        .map((part, i) => next("synthetic", info, undefined, { messageID: `${messageID}s${i}`, text: part["text"] })),
    ];
  }

  function stepStarted(info: JsonObject): OpenCodeEvent {
    const model = { id: info["modelID"], providerID: info["providerID"], variant: "default" };
    return next("step.started", info, undefined, { assistantMessageID: info["id"], agent: info["agent"], model });
  }

  function answerPart(part: JsonObject, info: JsonObject): readonly OpenCodeEvent[] {
    const id = text(part, "id") ?? "";
    const isNew = !begun.has(id);
    begun.add(id);
    const own = { assistantMessageID: part["messageID"] };
    const time = object(part, "time");
    switch (part["type"]) {
      case "step-start":
        return [stepStarted(info)];
      case "text":
      case "reasoning": {
        const name = { [part["type"] === "text" ? "textID" : "reasoningID"]: `${part["type"]}-${id}` };
        const events = isNew ? [next(`${part["type"]}.started`, info, count(time, "start"), { ...own, ...name })] : [];
        const end = count(time, "end");
        if (end === undefined) return events;
        return [...events, next(`${part["type"]}.ended`, info, end, { ...own, ...name, text: part["text"] })];
      }
      case "tool":
        return toolPart(part, info, isNew);
      case "step-finish": {
        const patch = partsOf(String(part["messageID"])).find((other) => other["type"] === "patch");
        const { reason: finish, cost, tokens } = part;
        const at = count(object(infos.get(String(part["messageID"])) ?? {}, "time"), "completed");
        return [next("step.ended", info, at, { ...own, finish, cost, tokens, files: patch?.["files"] ?? [] })];
      }
      default:
        return [];
    }
  }

  function toolPart(part: JsonObject, info: JsonObject, isNew: boolean): readonly OpenCodeEvent[] {
    const state = object(part, "state");
    const time = object(state, "time");
    const own = { assistantMessageID: part["messageID"], callID: part["callID"] };
    const { output, ...structured } = object(state, "metadata");
    const content = typeof output === "string" ? [{ type: "text", text: output }] : [];
    const events: OpenCodeEvent[] = [];
    if (isNew) {
      events.push(next("tool.input.started", info, count(time, "start"), { ...own, name: part["tool"] }));
      events.push(next("tool.input.delta", info, undefined, { ...own, delta: "{" }));
      events.push(next("tool.input.ended", info, undefined, { ...own, text: "{}" }));
    }
    const provider = { executed: false };
    const called = next("tool.called", info, count(time, "start"), {
      ...own,
      tool: part["tool"],
      input: state["input"],
      provider,
    });
    switch (state["status"]) {
      case "running":
        if (isJsonObject(state["metadata"]))
          return [...events, next("tool.progress", info, undefined, { ...own, structured, content })];
        return [...events, called];
      case "completed": {
        const whole = typeof output === "string" ? content : [{ type: "text", text: state["output"] }];
        return [
          ...events,
          next("tool.success", info, count(time, "end"), { ...own, structured, content: whole, provider }),
        ];
      }
      case "error":
        return [
          ...events,
          called,
          next("tool.failed", info, count(time, "end"), {
            ...own,
            error: { type: "unknown", message: state["error"] },
            provider,
          }),
        ];
      default:
        return events;
    }
  }

  function shellPart(part: JsonObject, info: JsonObject): readonly OpenCodeEvent[] {
    const state = object(part, "state");
    const { callID } = part;
    if (state["status"] === "completed") {
      return [next("shell.ended", info, count(object(state, "time"), "end"), { callID, output: state["output"] })];
    }
    if (begun.has(String(callID))) return [];
    begun.add(String(callID));
    const command = object(state, "input")["command"];
    return [next("shell.started", info, undefined, { messageID: info["parentID"], callID, command })];
  }

  function summaryPart(part: JsonObject, info: JsonObject): readonly OpenCodeEvent[] {
    const end = count(object(part, "time"), "end");
    if (part["type"] !== "text" || end === undefined) return [];
    const messageID = info["parentID"];
    return [next("compaction.ended", info, end, { messageID, reason: "manual", text: part["text"], recent: "" })];
  }

  return classic.flatMap((event): readonly OpenCodeEvent[] => {
    const { properties } = event;
    switch (event.type) {
      case "message.updated": {
        const info = object(properties, "info");
        const isNew = !infos.has(String(info["id"]));
        infos.set(String(info["id"]), info);
        if (info["role"] === "user") return isNew ? user(info) : [];
        if (!isJsonObject(info["error"]) || begun.has(`error ${String(info["id"])}`)) return [];
        begun.add(`error ${String(info["id"])}`);
        const { data, name } = object(properties, "info")["error"] as JsonObject;
        const reason = text(data as JsonObject, "message") ?? "";
        const status = count(data as JsonObject, "statusCode");
        const message =
          name === "MessageAbortedError"
            ? "Aborted"
            : status === undefined
              ? reason
              : `Provider request failed with HTTP ${status}: ${reason}`;
        const failed = next("step.failed", info, undefined, {
          assistantMessageID: info["id"],
          error: { type: "unknown", message },
        });
        const hasStarted = partsOf(String(info["id"])).length > 0;
        return hasStarted ? [failed] : [stepStarted(info), failed];
      }
      case "message.part.updated": {
        const part = object(properties, "part");
        parts.set(String(part["id"]), part);
        const info = infos.get(String(part["messageID"])) ?? {};
        if (info["role"] === "user") return [];
        if (info["summary"] === true) return summaryPart(part, info);
        const isShell = !partsOf(String(info["id"])).some((other) => other["type"] === "step-start");
        return isShell ? shellPart(part, info) : answerPart(part, info);
      }
      case "message.part.delta": {
        const part = parts.get(String(properties["partID"])) ?? {};
        const info = infos.get(String(part["messageID"])) ?? {};
        const { delta } = properties;
        if (info["summary"] === true)
          return [next("compaction.delta", info, undefined, { messageID: info["parentID"], text: delta })];
        const name = {
          [part["type"] === "text" ? "textID" : "reasoningID"]: `${String(part["type"])}-${String(part["id"])}`,
        };
        return [
          next(`${String(part["type"])}.delta`, info, undefined, { assistantMessageID: info["id"], ...name, delta }),
        ];
      }
      case "session.status": {
        const { type, attempt, message } = object(properties, "status");
        if (type !== "retry") return [];
        const { sessionID } = properties;
        return [
          next("retried", { sessionID } as JsonObject, undefined, { attempt, error: { message, isRetryable: true } }),
        ];
      }
      case "session.error":
      case "session.compacted":
      case "session.idle":
        return [];
      default:
        return [event];
    }
  });
}

/** The new family has no summary of a turn's changes; then the tools' own word counts in the classic stream too. */
function withoutSummaries(events: readonly OpenCodeEvent[]): readonly OpenCodeEvent[] {
  return events.map((event) => {
    const info = object(event.properties, "info");
    if (event.type !== "message.updated" || info["role"] !== "user") return event;
    const { summary: _, ...others } = info;
    return { ...event, properties: { ...event.properties, info: others } };
  });
}

function digests(name: string): { classic: readonly string[]; next: readonly string[] } {
  const { sessionId, events } = readRecording(name);
  const translator = createNextTranslator();
  const translated = asNextEvents(events).flatMap((event) => translator.translate(event));
  return { classic: told(sessionId, withoutSummaries(events)), next: told(sessionId, translated) };
}

/** All that a run shows, but for ids. */
function told(sessionId: string, events: readonly OpenCodeEvent[]): readonly string[] {
  const run = startedRun(sessionId);
  const state = foldStream(run, events);
  const ids = Object.values(state.sessions).flatMap(({ messageIds }) => messageIds);
  const messages = ids.map((id) => {
    const { agent, providerID, modelID, parentId, finish, usage, createdAt } = state.messages.get(id) ?? {};
    const parent = parentId === undefined ? "nothing" : ids.indexOf(parentId);
    return `${agent} ${providerID}/${modelID} answers ${parent}, ${finish} at ${createdAt} for ${JSON.stringify(usage)}`;
  });
  return [...digest(state), ...messages, ...journal(runEventsOf(run, events))];
}

describe("the same session in both families ends in the same state", () => {
  it.each([
    ["hello", "text in pieces"],
    ["reasoning", "reasoning"],
    ["todos", "todos"],
    ["edits_git", "files written and edited"],
    ["apply_patch", "files patched"],
    ["bash_long_nonzero", "output that grows, exit code 7"],
    ["bash_big_output", "output that is cut"],
    ["err_401", "a step that failed before it said anything"],
    ["err_unknown_tool", "a tool that failed"],
    ["abort_text", "a step that was stopped"],
    ["task_subagent", "a child session"],
    ["two_prompts_queued", "two prompts"],
  ])("%s: %s", (name) => {
    const { classic, next } = digests(name);
    expect(next).toEqual(classic);
  });

  it("err_429_retry: retries, but for the moment at which each is made", () => {
    const { classic, next } = digests("err_429_retry");
    const retries = (lines: readonly string[]): readonly string[] => lines.filter((line) => line !== "goes on");
    expect(retries(next)).toEqual(retries(classic));
    expect(next.at(-1)).toBe("goes on");
  });

  it("shell_command: a command of the person's own, asked and answered at the same moment", () => {
    const { classic, next } = digests("shell_command");
    const timeless = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/ at \d+/, ""));
    expect(timeless(next)).toEqual(timeless(classic));
  });

  it("compaction: a summary, but for its tokens", () => {
    const { classic, next } = digests("compaction");
    const before = (lines: readonly string[]): readonly string[] => lines.slice(0, lines.indexOf("  step-finish stop"));
    expect(before(next)).toEqual(before(classic));
    const summary = [" user", "  compaction", " assistant summary ended", "  step-start"];
    const text = '  text: "SUMMARY of the conversation so far."';
    expect(next.join("\n")).toContain([...summary, text, "  step-finish stop", " user"].join("\n"));
    expect(classic.join("\n")).toContain([...summary, text, "  step-finish stop", " user"].join("\n"));
  });

  it("attach_prompt: files and what the server adds to them, in another order", () => {
    const { classic, next } = digests("attach_prompt");
    expect(next.toSorted()).toEqual(classic.toSorted());
  });
});

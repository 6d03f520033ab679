import type { JsonObject } from "@opencode-kit/client/protocol";
import type { MessageRef, RunWriter, TimedEvent } from "./RunWriter.ts";
import { command, logLines, phrase } from "./texts.ts";
import type { ToolCall } from "./ToolWriter.ts";
import { ToolWriter } from "./ToolWriter.ts";
import { ROOT } from "./Workspace.ts";

/** While a command runs, OpenCode repeats its output; of a longer one this much of the end. In UTF-16 code units. */
const LIVE_CHARS = 30_000;
/** What is longer is kept in a file; the model gets the end. */
const MAX_BYTES = 51_200;
const MAX_LINES = 2_000;

/** A command that prints in 3 to 25 goes: a little, some, or much. */
export function bashTool(run: RunWriter, message: MessageRef, mayAsk: boolean): ToolCall {
  const { random } = run;
  const input: JsonObject = { command: command(random), description: phrase(random, random.int(12, 50)) };
  const isAsked = mayAsk && random.chance(0.04);
  const goes = random.int(3, 25);
  const kind = random.next();
  const [min, max] = kind < 0.32 ? [60, 240] : kind < 0.78 ? [300, 1_300] : [1_400, 4_400];
  const makesFile = mayAsk && random.chance(0.05);
  let tool: ToolWriter | undefined;
  const files: string[] = [];
  return {
    files,
    *start() {
      tool = new ToolWriter(run, message, "bash");
      yield tool.pending();
      yield tool.running(input, isAsked ? {} : { metadata: { output: "" } });
    },
    *work() {
      if (tool === undefined) return;
      if (isAsked) {
        yield* ask(run, message, tool, String(input["command"]));
        yield tool.running(input, { metadata: { output: "" } });
      }
      let output = "";
      for (let i = 0; i < goes; i++) {
        run.wait(2, 9);
        const printed = logLines(random, random.int(min, max));
        tool.printed(printed);
        output += printed;
        yield tool.running(input, { metadata: { output: live(output) } });
      }
      if (makesFile) files.push(makeFile(run));
      yield end(tool, String(input["command"]), output);
    },
  };
}

function live(output: string): string {
  return output.length <= LIVE_CHARS ? output : `...\n\n${output.slice(-LIVE_CHARS)}`;
}

function end(tool: ToolWriter, title: string, output: string): TimedEvent {
  const { run } = tool;
  const exit = run.random.chance(0.15) ? 1 : 0;
  const lines = output.split("\n");
  const isTooLong = lines.length > MAX_LINES || Buffer.byteLength(output) > MAX_BYTES;
  if (!isTooLong) return tool.completed(output, title, { output: live(output), exit, truncated: false });
  const outputPath = `/home/agent/data/opencode/tool-output/${run.ids.ascending("tool", run.now)}`;
  const kept = lines
    .slice(-MAX_LINES)
    .join("\n")
    .slice(-MAX_BYTES / 2);
  const forModel = `...output truncated...\n\nFull output saved to: ${outputPath}\n\n${kept}`;
  return tool.completed(forModel, title, { output: live(output), exit, truncated: true, outputPath });
}

/** A person is asked, and allows it after a moment. */
function* ask(run: RunWriter, message: MessageRef, tool: ToolWriter, asked: string): Generator<TimedEvent> {
  const id = run.ids.ascending("per", run.now);
  const always = `${asked.split(" ").slice(0, 2).join(" ")} *`;
  run.count("id", id);
  run.count("permission", always);
  run.truth.pendingIds.add(id);
  yield run.event("permission.asked", {
    id,
    sessionID: message.sessionId,
    permission: "bash",
    patterns: [asked],
    metadata: { command: asked },
    always: [always],
    tool: { messageID: message.id, callID: tool.callId },
  });
  run.wait(200, 600);
  run.truth.pendingIds.delete(id);
  yield run.event("permission.replied", { sessionID: message.sessionId, requestID: id, reply: "once" });
}

/** A file of which only the turn's summary will tell. */
function makeFile(run: RunWriter): string {
  const path = run.workspace.newPath("generated");
  const lines = logLines(run.random, run.random.int(400, 3_000)).trimEnd().split("\n");
  run.workspace.write(path, lines);
  run.unseen.set(path, lines);
  return `${ROOT}/${path}`;
}

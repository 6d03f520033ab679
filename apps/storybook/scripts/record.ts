/**
 * Records one run of a running demo for the stories: everything that the room sends to one viewer, as JSON lines.
 *
 *   node --conditions=@opencode-kit/source scripts/record.ts http://127.0.0.1:5173 library "Build a small library"
 *
 * Permissions that the run asks for are allowed once, after a moment.
 */
import { writeFileSync } from "node:fs";
import { createOpenCodeClient, createPartySocketTransport } from "@opencode-kit/client";
import { isRunOver } from "@opencode-kit/client/protocol";
import type { RecordedMessage } from "@opencode-kit/client/recording";
import { formatRecording, recordTransport } from "@opencode-kit/client/recording";

const [, , url = "", name = "", prompt = ""] = process.argv;
if (url === "" || name === "" || prompt === "") throw new Error("Usage: record.ts <url> <name> <prompt>");

const recording: RecordedMessage[] = [];
const transport = createPartySocketTransport({ host: new URL(url).host, room: `record-${name}-${Date.now()}` });
const client = createOpenCodeClient({ transport: recordTransport(transport, (entry) => recording.push(entry)) });
client.room.subscribe(() => undefined);
client.files.subscribe(() => undefined);

const outputFile = /[\w-]+\.csv/.exec(prompt)?.[0];
const { runId } = await client.submit({ prompt, ...(outputFile === undefined ? {} : { outputFile }) });
const run = client.run(runId);
const asked = new Set<string>();

await new Promise<void>((resolve) => {
  run.subscribe(() => {
    const { status, pending } = run.get();
    for (const { id } of pending) {
      if (asked.has(id)) continue;
      asked.add(id);
      setTimeout(() => void client.replyToPermission({ requestId: id, reply: "once" }), 2_500);
    }
    // The workspace's last changes may come a moment after the end.
    if (isRunOver(status)) setTimeout(resolve, 1_000);
  });
});
client.dispose();

const first = recording[0]?.t ?? 0;
const lines = formatRecording(recording.map(({ t, message }) => ({ t: t - first, message })));
// The workspace's place on this machine is nobody's business.
const directory = /(\/[^"\s]*\/sandboxes\/[\w-]+\/workspace)/.exec(lines)?.[1];
writeFileSync(
  new URL(`../recordings/${name}.jsonl`, import.meta.url),
  directory === undefined ? lines : lines.replaceAll(directory, "/workspace"),
);
console.log(`${recording.length} messages, ${lines.length} characters; client: ${JSON.stringify(client.stats())}`);
process.exit();

import type { SandboxState } from "@opencode-kit/client/protocol";
import type { Recording } from "@opencode-kit/client/recording";
import { waitingRun } from "./recordings.ts";
import { ROOT, Script } from "./Script.ts";

/** A run that waits for the sandbox, in what the sandbox does. */
export function sandboxRun(sandbox: SandboxState): Recording {
  const script = new Script({ status: "starting", prompt: "Build a slugify library with a test" }, Date.now() - 6000);
  return script.room({ type: "room.sandbox.set", sandbox }).recording();
}

export function queuedRun(isHeld: boolean): Recording {
  const queue = isHeld ? { position: 2, isHeld } : { position: 2 };
  const header = { status: "queued" as const, prompt: "Then write the documentation", queue };
  return new Script(header, Date.now() - 6000).recording();
}

/** It waits for a person, and the one who looks at it may not answer. */
export function viewedRun(): Recording {
  return waitingRun().map((entry) =>
    entry.message.type === "hello" ? { ...entry, message: { ...entry.message, role: "viewer" } } : entry,
  );
}

/** The agent writes, and has not ended its sentence. */
export function streamingRun(): Recording {
  const script = new Script({ prompt: "Explain how slugify works" }, Date.now() - 4000);
  script.wait(200).user("Explain how slugify works.");
  const message = script.wait(300).message("assistant");
  const id = "prt_900000";
  const part = { id, messageId: message, sessionId: ROOT, type: "text" as const, text: "", startedAt: script.now };
  script.events({ type: "part.set", part });
  const written = [
    "It works in **three steps**:\n\n",
    "1. Normalise to NFKD, so that accents stand alone\n",
    "2. Drop the marks\n",
    "3. Join what is left by the separator\n\n",
    "```ts\nexport function slugify(text: string): string {\n  return text\n    .normalize(",
  ];
  for (const text of written) script.wait(80).events({ type: "part.append", id, text });
  return script.recording();
}

export function stoppingRun(): Recording {
  const script = new Script({ prompt: "Count to a million", status: "stopping" }, Date.now() - 40_000);
  script.wait(200).user("Count to a million.");
  const run = script.tool(script.message("assistant"), "bash", { command: "seq 1000000" });
  return script.output(run, "1\n2\n3\n").recording();
}

/** As many messages as somebody who has followed all of it has in the page. */
export function hugeRun(messages = 10_000): Recording {
  const script = new Script({ prompt: "Move every helper to its own module", title: "One module a helper" });
  script.user("Move every helper to its own module.");
  for (let at = 1; at < messages; at++) {
    const messageId = script.message("assistant");
    const text = `Step ${at}: \`src/helper${at}.ts\` has its own module now, and its test passes.`;
    script.part({ messageId, sessionId: ROOT, type: "text", text });
  }
  return script.patch({ status: "complete", endedAt: script.now }).recording();
}

/** A command that has printed 1 MB on lines of 100 characters, and then 100,000 characters on one. */
export function loudLineRun(): Recording {
  const script = new Script({ prompt: "Print the bundle" }, Date.now() - 9000);
  script.user("Print the bundle.");
  const run = script.tool(script.message("assistant"), "bash", { command: "cat dist/bundle.js" });
  script.output(run, `${"0123456789".repeat(10)}\n`.repeat(10_000));
  script.output(run, `${"abcdefghij".repeat(10_000)}\n`).end(run, { metadata: { exit: 0 } });
  return script.patch({ status: "complete", endedAt: script.now }).recording();
}

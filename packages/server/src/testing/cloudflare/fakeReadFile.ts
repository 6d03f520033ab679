import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import type { FileStream } from "../../cloudflare/SandboxSdk.ts";
import type { FakeContainer } from "./FakeContainer.ts";

/** Reads a file as `readFile(path, { encoding: "none" })` does over the RPC transport. */
export async function fakeReadFile(container: FakeContainer, path: string): Promise<FileStream> {
  const { size } = await stat(path);
  await (await open(path)).close();
  const content = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
  return { content: container.streamUntilLost(content), size };
}

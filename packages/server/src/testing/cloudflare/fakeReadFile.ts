import { open } from "node:fs/promises";
import type { FileStream } from "../../cloudflare/SandboxSdk.ts";
import type { FakeContainer } from "./FakeContainer.ts";

const CHUNK = 64 * 1024;

/** Reads a file as `readFile(path, { encoding: "none" })` does over the RPC transport. */
export async function fakeReadFile(container: FakeContainer, path: string): Promise<FileStream> {
  const file = await open(path);
  const { size } = await file.stat();
  const content = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { bytesRead, buffer } = await file.read(new Uint8Array(CHUNK), 0, CHUNK);
      if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
      controller.close();
      await file.close();
    },
    cancel: () => file.close(),
  });
  return { content: container.streamUntilLost(content), size };
}

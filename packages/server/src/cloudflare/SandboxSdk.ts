import type { Sandbox } from "@cloudflare/sandbox";

/** What the kit uses of the Sandbox SDK, in the SDK's own types. Commands are to run without a default shell session. */
export type SandboxSdk = Pick<
  Sandbox,
  "exec" | "containerFetch" | "watch" | "createBackup" | "restoreBackup" | "exposePort" | "unexposePort" | "destroy"
> & {
  /** Of the SDK's forms only that of streams, which its RPC transport alone has. */
  readFile(path: string, options: { encoding: "none" }): Promise<FileStream>;
};

/** The part of the SDK's answer, whose type it does not export, that the kit reads. */
export type FileStream = { readonly content: ReadableStream<Uint8Array>; readonly size: number };

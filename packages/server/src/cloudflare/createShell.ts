import { withDeadline } from "./withDeadline.ts";
import type { SandboxSdk } from "./SandboxSdk.ts";
import { sandboxError, toSandboxError } from "./toSandboxError.ts";

/** Time that a command may take, in ms, unless it says otherwise. */
const COMMAND_MS = 60_000;
/** Time that the SDK itself may take longer than the command, in ms: it may have to start a container. */
const SDK_MS = 120_000;

export type ShellOptions = {
  /** Default: 60,000 ms. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What an exit code of the script means. Others are `disk_full` or `sandbox_unavailable`, by what it printed. */
  readonly exits?: Readonly<Record<number, Parameters<typeof sandboxError>[0]>>;
};

export type Shell = {
  /** Runs a bash script with its arguments as `$1`, `$2`, …; resolves to what it prints. */
  run(script: string, args: readonly string[], options?: ShellOptions): Promise<Uint8Array>;
};

/**
 * Runs scripts in the sandbox, each in a bash of its own: an `exit` in it ends nothing else. What a script prints
 * crosses as base64: names can hold any byte, and not every transport carries them.
 */
export function createShell(sdk: Pick<SandboxSdk, "exec">): Shell {
  return {
    run: async (script, args, { timeoutMs = COMMAND_MS, signal, exits = {} } = {}) => {
      const whole = `set -o pipefail; { ${script}\n} | base64 -w0; exit "\${PIPESTATUS[0]}"`;
      const command = ["bash", "-c", whole, "opencode-kit", ...args].map(quote).join(" ");
      const running = sdk.exec(command, { timeout: timeoutMs, origin: "internal" });
      const { exitCode, stdout, stderr } = await withDeadline(running, timeoutMs + SDK_MS, signal).catch((error) => {
        signal?.throwIfAborted();
        throw toSandboxError(error);
      });
      if (exitCode === 0) return fromBase64(stdout.trim());
      const code = exits[exitCode];
      throw code === undefined ? toSandboxError(new Error(`${stderr} (exit code ${exitCode})`)) : sandboxError(code);
    },
  };
}

/** A word of a shell command, whatever it holds. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}

export function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

/** Fields that a script has ended by NUL each. */
export function toFields(output: Uint8Array): readonly string[] {
  const fields = new TextDecoder().decode(output).split("\0");
  fields.pop();
  return fields;
}

import type {
  Command,
  CommandName,
  CommandResult,
  CommandMessage,
  ErrorCode,
  ResultMessage,
} from "../protocol/index.ts";
import { isAnswer, OpenCodeKitError } from "../protocol/index.ts";

/** A room answers commands at once; what takes long is reported by events. In ms. */
const ANSWER_MS = 30_000;
/** But a backup is answered when it is made or put back. In ms. */
const BACKUP_MS = 15 * 60_000;

type Waiting = {
  readonly message: CommandMessage;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: OpenCodeKitError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
};

/**
 * Commands that wait for their answer. All of them are safe to send twice: a submit carries its operation id, a stop
 * says what should be, and the room answers a repeated reply as it answered the first.
 */
export type CommandQueue = {
  send<C extends Command>(command: C): Promise<CommandResult<C["name"]>>;
  onResult(message: ResultMessage): void;
  /** Sends everything again that has no answer yet. */
  resend(): void;
  /** Rejects everything that waits, and whatever comes later. */
  close(code: ErrorCode, reason: string): void;
};

export function createCommandQueue(send: (message: CommandMessage) => void): CommandQueue {
  const waiting = new Map<string, Waiting>();
  let closed: OpenCodeKitError | undefined;
  let count = 0;

  const settle = (id: string): Waiting | undefined => {
    const entry = waiting.get(id);
    waiting.delete(id);
    if (entry !== undefined) clearTimeout(entry.timer);
    return entry;
  };

  return {
    send: (command) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(closed);
        const id = `c${++count}`;
        const ms = command.name.endsWith("Backup") ? BACKUP_MS : ANSWER_MS;
        const timer = setTimeout(() => settle(id)?.reject(noAnswer(command.name)), ms);
        const message: CommandMessage = { type: "command", id, command };
        waiting.set(id, { message, resolve: resolve as (value: unknown) => void, reject, timer });
        send(message);
      }),
    onResult: (message) => {
      const entry = settle(message.id);
      if (entry === undefined) return;
      if (!message.ok) entry.reject(OpenCodeKitError.fromWire(message.error));
      else if (isAnswer(entry.message.command.name, message.value)) entry.resolve(message.value);
      else entry.reject(unreadable(entry.message.command.name));
    },
    resend: () => {
      for (const { message } of waiting.values()) send(message);
    },
    close: (code, reason) => {
      closed = new OpenCodeKitError(code, reason);
      for (const id of [...waiting.keys()]) settle(id)?.reject(closed);
    },
  };
}

function unreadable(name: CommandName): OpenCodeKitError {
  const text = `The room's answer to "${name}" cannot be read. Reload the page; if that does not help, upgrade both.`;
  return new OpenCodeKitError("bad_message", text);
}

function noAnswer(name: CommandName): OpenCodeKitError {
  return new OpenCodeKitError("timeout", `The room did not answer "${name}". Check the connection and try again.`, {
    retryable: true,
  });
}

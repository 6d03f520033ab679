import { SELF } from "cloudflare:test";
import type { Command, ResultMessage, Role, ServerMessage, User } from "@opencode-kit/client/protocol";
import { decodeServerMessage } from "@opencode-kit/client/protocol";
import { vi } from "vitest";
import { signRoomToken } from "../access/signRoomToken.ts";
import { TEST_SECRET } from "./worker.ts";

export type OpenSocketOptions = {
  /** Default: none, so that a request to this machine is an owner. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: `http://localhost`. */
  readonly host?: string;
  /** More of the address's query. */
  readonly query?: Readonly<Record<string, string>>;
};

/** A bare socket to a room, which sends what no client of ours would. */
export type OpenSocket = {
  /** Every message of the room's, oldest first. */
  readonly received: readonly ServerMessage[];
  /** How the room closed it, once it has. */
  readonly closed: () => { readonly code: number; readonly reason: string } | undefined;
  sends(text: string | ArrayBuffer): void;
  /** Sends a command and resolves to its answer. */
  asks(command: Command): Promise<ResultMessage>;
  leaves(): void;
};

export async function openSocket(room: string, options: OpenSocketOptions = {}): Promise<OpenSocket> {
  const { token, headers, host = "http://localhost", query } = options;
  const parameters = new URLSearchParams({ ...query, ...(token === undefined ? {} : { token }) });
  const response = await SELF.fetch(`${host}/parties/open-code-room/${room}?${parameters}`, {
    headers: { Upgrade: "websocket", ...headers },
  });
  const { webSocket } = response;
  if (webSocket === null) throw new Error(`The room answered ${response.status}.`);
  const received: ServerMessage[] = [];
  let closed: { code: number; reason: string } | undefined;
  let count = 0;
  webSocket.addEventListener("message", ({ data }) => {
    const decoded = decodeServerMessage(String(data));
    if (decoded === undefined) throw new Error(`No client can read ${String(data).slice(0, 200)}`);
    received.push(decoded.message);
  });
  webSocket.addEventListener("close", ({ code, reason }) => {
    closed = { code, reason };
  });
  webSocket.accept();
  return {
    received,
    closed: () => closed,
    sends: (text) => webSocket.send(text),
    asks: (command) => {
      const id = `t${++count}`;
      webSocket.send(JSON.stringify({ type: "command", id, command }));
      return vi.waitUntil(
        () => received.find((message): message is ResultMessage => message.type === "result" && message.id === id),
        { timeout: 5_000, interval: 5 },
      );
    },
    leaves: () => webSocket.close(1000),
  };
}

/** A socket of a person with a role. */
export async function openSocketAs(room: string, role: Role, user?: User): Promise<OpenSocket> {
  const { token } = await signRoomToken({ secret: TEST_SECRET, room, role, ...(user === undefined ? {} : { user }) });
  return openSocket(room, { token });
}

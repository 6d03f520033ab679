import type {
  Channel,
  ClientMessage,
  Command,
  CommandResults,
  LinkArtifactCommand,
  ServerMessage,
} from "../protocol/index.ts";
import { decodeClientMessage, OpenCodeKitError, PROTOCOL_VERSION, runIdOf, toWireError } from "../protocol/index.ts";
import type { Actor, CommandContext } from "../room/index.ts";
import {
  Channels,
  createMemoryLogStore,
  createMemoryStores,
  isRoomCommand,
  RoomRuns,
  runRoomCommand,
} from "../room/index.ts";
import type { OpenCodeServerOptions } from "./createDirectAgent.ts";
import { createDirectAgent } from "./createDirectAgent.ts";
import { DirectFiles } from "./DirectFiles.ts";

const OWNER: Actor = { role: "owner" };

export type DirectRoom = {
  /** A client's message. */
  receive(text: string): void;
  close(): void;
};

/** A room inside of the client, for one viewer, over a plain `opencode serve`: what a Durable Object is elsewhere. */
export function createDirectRoom(options: OpenCodeServerOptions, send: (text: string) => void): DirectRoom {
  const followed = new Set<Channel>();
  const reply = (message: ServerMessage): void => send(JSON.stringify(message));
  const store = createMemoryLogStore();
  const port = createDirectAgent(options);
  const channels = new Channels(store, (channel, text) => {
    if (followed.has(channel)) send(text);
  });
  const files = new DirectFiles(port, {
    state: () => channels.files.state,
    append: (events) => {
      channels.files.append(events);
      channels.touch(channels.files);
    },
  });
  const runs = new RoomRuns({
    port,
    stores: createMemoryStores(),
    channels,
    followsAll: true,
    onActivity: () => undefined,
    onEvent: (event) => files.onEvent(event),
    // What goes wrong reaches the page as the sandbox's status and as errors of runs.
    onProblem: () => undefined,
  });
  const context: CommandContext = { runs, outputs: store.outputs };

  function subscribe({ channel, epoch, seq }: Extract<ClientMessage, { type: "subscribe" }>): void {
    const log = channel === "room" ? channels.room : channel === "files" ? channels.files : runs.open(runIdOf(channel));
    if (log === undefined) {
      const error = { code: "not_found", message: "There is no such run. Pass a run's or a session's id." } as const;
      return reply({ type: "channel.error", channel, error });
    }
    channels.flush();
    followed.add(channel);
    for (const text of log.resume(epoch === undefined || seq === undefined ? undefined : { epoch, seq })) send(text);
    if (channel === "files") files.start();
  }

  function run(asked: Command): Promise<unknown> {
    if (asked.name === "linkArtifact") return linkArtifact(runs, asked);
    // Nobody keeps a record of what the one who looks does themselves.
    if (asked.name === "listAudit") return Promise.resolve({ entries: [] } satisfies CommandResults["listAudit"]);
    if (isRoomCommand(asked)) return runRoomCommand(context, asked, OWNER);
    return Promise.reject(new OpenCodeKitError("bad_request", NO_SANDBOX));
  }

  async function command({ id, command: asked }: Extract<ClientMessage, { type: "command" }>): Promise<void> {
    try {
      const value = await run(asked);
      reply({ type: "result", id, ok: true, value });
    } catch (error) {
      reply({ type: "result", id, ok: false, error: toWireError(error) });
    }
  }

  runs.wake();
  reply({ type: "hello", protocol: PROTOCOL_VERSION, room: options.baseUrl, role: "owner" });
  return {
    receive: (text) => {
      const decoded = decodeClientMessage(text);
      if (!decoded.ok) {
        const { error, id } = decoded;
        return reply(id === undefined ? { type: "refused", error } : { type: "result", id, ok: false, error });
      }
      const message = decoded.value;
      if (message.type === "subscribe") subscribe(message);
      else if (message.type === "command") void command(message);
      else {
        followed.delete(message.channel);
        if (message.channel === "files") files.stop();
      }
    },
    close: () => {
      followed.clear();
      files.stop();
      runs.close();
      channels.close();
    },
  };
}

const NO_SANDBOX = "Without a room there is no sandbox to ask. Connect to a room for its folders, backups and ports.";

/** A link that works for this long, in ms. */
const LINK_MS = 5 * 60_000;

/** The server wants a password with each request, which a link cannot carry: the file is read into the page first. */
async function linkArtifact(runs: RoomRuns, { path }: LinkArtifactCommand): Promise<CommandResults["linkArtifact"]> {
  const { server } = await runs.openAgent();
  const response = await server.fetch(`/api/fs/read/${path.split("/").map(encodeURIComponent).join("/")}`);
  if (!response.ok) throw new OpenCodeKitError("artifact_missing", `There is no file "${path}" in the folder.`);
  const blob = await response.blob();
  const url = URL.createObjectURL(blob);
  setTimeout(() => URL.revokeObjectURL(url), LINK_MS);
  return { url, filename: path.split("/").at(-1) ?? path, size: blob.size, expiresAt: Date.now() + LINK_MS };
}

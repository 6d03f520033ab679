import { assertNever } from "../lib/assertNever.ts";
import { createStore } from "../lib/createStore.ts";
import type { Channel, ClientMessage, ErrorCode, HelloMessage, ServerMessage, WireError } from "../protocol/index.ts";
import {
  CLOSE_CODES,
  decodePage,
  decodeServerMessage,
  defined,
  OpenCodeKitError,
  PROTOCOL_VERSION,
  runChannel,
} from "../protocol/index.ts";
import {
  fromFilesSnapshot,
  fromRoomSnapshot,
  fromRunSnapshot,
  INITIAL_FILES_STATE,
  INITIAL_ROOM_STATE,
  initialRunState,
  keepOlder,
  mergePage,
  reduceFiles,
  reduceRoom,
  reduceRun,
  selectMessageIds,
} from "../state/index.ts";
import type { OpenCodeServerOptions } from "../transport/createDirectAgent.ts";
import { createDirectTransport } from "../transport/createDirectTransport.ts";
import type { PartySocketTransportOptions } from "../transport/createPartySocketTransport.ts";
import { createPartySocketTransport } from "../transport/createPartySocketTransport.ts";
import type { Transport } from "../transport/Transport.ts";
import type { ChannelController, ChannelFold } from "./createChannel.ts";
import { createChannel } from "./createChannel.ts";
import { createSteering } from "./createSteering.ts";
import { createCommandQueue } from "./createCommandQueue.ts";
import { createWorkspace } from "./createWorkspace.ts";
import type { ClientStats, ConnectionState, OpenCodeClient, RunChannelStore } from "./types.ts";

/** A room's address, a plain `opencode serve`, or a transport of your own (a replay, a test). */
export type CreateOpenCodeClientOptions =
  | PartySocketTransportOptions
  | { readonly openCode: OpenCodeServerOptions }
  | { readonly transport: Transport };

/**
 * Connects to a room when the first store gets a listener or the first command is sent, reconnects by itself, and
 * resumes each channel where it was.
 *
 * @example
 * const client = createOpenCodeClient({ host: location.host, room: "my-room" });
 * const { runId } = await client.submit({ prompt: "Add a test for slugify" });
 * const run = client.run(runId);
 * run.subscribe(() => console.log(run.get().status));
 *
 * @example
 * // Straight to a plain OpenCode server. Prompts that others send are runs as well; a session's id is a run of all of it.
 * const client = createOpenCodeClient({ openCode: { baseUrl: "http://127.0.0.1:4096" } });
 * client.room.subscribe(() => console.log(client.room.get().runs));
 */
export function createOpenCodeClient(options: CreateOpenCodeClientOptions): OpenCodeClient {
  const transport = toTransport(options);
  const connection = createStore<ConnectionState>({ status: "connecting" });
  const channels = new Map<Channel, ChannelController>();
  const runs = new Map<string, RunChannelStore>();
  const stats = { messages: 0, chars: 0, unknownMessages: 0, skippedEvents: 0 };
  /** Channels whose subscription is not answered yet: whatever frames come before, one question is enough. */
  const catchingUp = new Set<Channel>();
  /** Channels whose last subscription did not add up: asked once more from the start, then given up. */
  const broken = new Set<Channel>();
  /** Why the room closes the connection. */
  let refusal: WireError | undefined;
  let isStarted = false;

  const send = (message: ClientMessage): void => transport.send(JSON.stringify(message));
  const commands = createCommandQueue((message) => {
    start();
    if (isOpen()) send(message);
  });
  const isOpen = (): boolean => connection.get().status === "open";

  function start(): void {
    if (isStarted || connection.get().status === "closed") return;
    isStarted = true;
    transport.start({
      onOpen: () => undefined,
      onText: (text) => {
        stats.messages++;
        stats.chars += text.length;
        const decoded = decodeServerMessage(text);
        stats.skippedEvents += decoded?.skipped ?? 0;
        if (decoded === undefined) stats.unknownMessages++;
        else if (connection.get().status !== "closed") onMessage(decoded.message);
      },
      onClose: ({ code, reason, isFinal }) => {
        catchingUp.clear();
        broken.clear();
        for (const controller of channels.values()) controller.onDisconnect();
        if (isFinal) end(code, reason);
        else if (connection.get().status !== "closed") connection.set({ ...connection.get(), status: "reconnecting" });
        refusal = undefined;
      },
    });
  }

  function end(code: number, reason: string): void {
    const [errorCode, message] = CLOSED_FOR[code] ?? ["bad_message", "The room did not understand this client."];
    const error = refusal ?? { code: errorCode, message: reason || message };
    connection.set({ status: "closed", error });
    commands.close(error.code, error.message);
  }

  function subscribe(controller: ChannelController): void {
    catchingUp.add(controller.channel);
    send({ type: "subscribe", channel: controller.channel, ...controller.cursor() });
  }

  function onMessage(message: ServerMessage): void {
    switch (message.type) {
      case "hello":
        if (message.protocol !== PROTOCOL_VERSION) {
          transport.close();
          end(CLOSE_CODES.incompatible, versionText(message.protocol));
          return;
        }
        connection.set({ status: "open", ...known(message) });
        for (const controller of channels.values()) if (controller.isFollowed()) subscribe(controller);
        commands.resend();
        return;
      case "snapshot":
        // One that nobody asked for is a repetition.
        if (!catchingUp.has(message.channel)) return;
        channels.get(message.channel)?.onSnapshot(message.epoch, message.seq, message.state);
        return;
      case "frame": {
        const controller = channels.get(message.channel);
        if (controller === undefined || !controller.isFollowed()) return;
        const isGap = !controller.onFrame(message.seq, message.events);
        if (isGap && !catchingUp.has(message.channel)) subscribe(controller);
        return;
      }
      case "subscribed": {
        const controller = channels.get(message.channel);
        if (!catchingUp.delete(message.channel) || controller === undefined || !controller.isFollowed()) return;
        if (controller.onSubscribed(message.epoch, message.seq)) broken.delete(message.channel);
        else if (broken.has(message.channel)) controller.onError(UNREADABLE);
        else {
          broken.add(message.channel);
          controller.forget();
          subscribe(controller);
        }
        return;
      }
      case "channel.error":
        catchingUp.delete(message.channel);
        channels.get(message.channel)?.onError(message.error);
        return;
      case "result":
        commands.onResult(message);
        return;
      case "refused":
        if (CLOSING.test(message.error.code)) refusal = message.error;
        else stats.unknownMessages++;
        return;
      default:
        assertNever(message, "Unhandled message");
    }
  }

  function open<S>(
    channel: Channel,
    fold: ChannelFold<S>,
  ): Pick<ReturnType<typeof createChannel<S>>, "store" | "change"> {
    const { store, controller, change } = createChannel(channel, fold, (isFollowed) => {
      // The hello of a connection that is only being opened follows all channels.
      if (!isStarted) return start();
      if (!isOpen()) return;
      if (isFollowed) subscribe(controller);
      else send({ type: "unsubscribe", channel });
    });
    channels.set(channel, controller);
    if (connection.get().status === "closed") controller.close();
    return { store, change };
  }

  const getMessages: OpenCodeClient["getMessages"] = async (input) => {
    const page = decodePage(await commands.send({ name: "getMessages", ...input }));
    if (page === undefined) throw OpenCodeKitError.fromWire(UNREADABLE);
    return page;
  };

  function openRun(runId: string): RunChannelStore {
    const initial = initialRunState({ id: runId, prompt: "", status: "queued", createdAt: 0 });
    const fold = { initial, fromSnapshot: fromRunSnapshot, reduce: reduceRun, keep: keepOlder };
    const { store, change } = open(runChannel(runId), fold);
    return {
      ...store,
      loadOlder: async (sessionId = store.get().sessionId) => {
        const before = selectMessageIds(store.get(), sessionId)[0];
        const page = await getMessages({ runId, ...defined({ sessionId, before }) });
        change((state) => mergePage(state, page));
        return page.hasOlder;
      },
    };
  }

  return {
    address: transport.address ?? { key: `client:${crypto.getRandomValues(new Uint32Array(2)).join("")}` },
    connection: { get: connection.get, getInitial: connection.getInitial, subscribe: connection.subscribe },
    room: open("room", { initial: INITIAL_ROOM_STATE, fromSnapshot: fromRoomSnapshot, reduce: reduceRoom }).store,
    files: open("files", { initial: INITIAL_FILES_STATE, fromSnapshot: fromFilesSnapshot, reduce: reduceFiles }).store,
    run: (runId) => {
      let store = runs.get(runId);
      if (store === undefined) runs.set(runId, (store = openRun(runId)));
      return store;
    },
    ...createSteering(commands),
    ...createWorkspace(commands),
    getMessages,
    getPart: async (input) => (await commands.send({ name: "getPart", ...input })).part,
    getPending: async (requestId) => (await commands.send({ name: "getPending", requestId })).request,
    getOutput: (input) => commands.send({ name: "getOutput", ...input }),
    getAttachment: (input) => commands.send({ name: "getAttachment", ...input }),
    getDiff: async (input) => (await commands.send({ name: "getDiff", ...input })).diff,
    listRunDiffs: async (runId) => (await commands.send({ name: "listDiffs", scope: "run", runId })).diffs,
    listSessionDiffs: async (sessionId) =>
      (await commands.send({ name: "listDiffs", scope: "session", sessionId })).diffs,
    listWorkspaceDiffs: async () => (await commands.send({ name: "listDiffs", scope: "workspace" })).diffs,
    linkArtifact: async (path) => {
      const link = await commands.send({ name: "linkArtifact", path });
      return transport.httpUrl === undefined ? link : { ...link, url: new URL(link.url, transport.httpUrl).href };
    },
    stats: (): ClientStats => ({ ...stats }),
    reconnect: () => (isStarted ? transport.reconnect() : start()),
    dispose: () => {
      transport.close();
      for (const controller of channels.values()) controller.close();
      commands.close("disposed", "The client was disposed.");
      connection.set({ status: "closed", error: { code: "disposed", message: "The client was disposed." } });
    },
  };
}

function toTransport(options: CreateOpenCodeClientOptions): Transport {
  if ("transport" in options) return options.transport;
  return "openCode" in options ? createDirectTransport(options.openCode) : createPartySocketTransport(options);
}

/** What a room refuses a connection for, and not only a message. */
const CLOSING = /^token_|^unauthorized$|^origin_/;

const CLOSED_FOR: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  [CLOSE_CODES.incompatible]: ["version_mismatch", "The room speaks another version of the protocol."],
  [CLOSE_CODES.unauthorized]: ["unauthorized", "The room refused this client."],
  [CLOSE_CODES.expired]: ["token_expired", "The access to the room has expired."],
  [CLOSE_CODES.rateLimited]: ["rate_limited", "This client sent more than the room takes."],
};

const UNREADABLE: WireError = {
  code: "bad_message",
  message: "The room sent a state that this client cannot read. Reload the page; if that does not help, upgrade both.",
};

function known({ role, user, agentVersion }: HelloMessage): Pick<ConnectionState, "role" | "user" | "agentVersion"> {
  return { role, ...defined({ user, agentVersion }) };
}

function versionText(theirs: number): string {
  const what = theirs > PROTOCOL_VERSION ? "@opencode-kit/client" : "@opencode-kit/server";
  return `The room speaks protocol ${theirs}, this client ${PROTOCOL_VERSION}. Upgrade ${what}.`;
}

import type { Channel, ClientMessage, CommandMessage, ServerMessage } from "@opencode-kit/client/protocol";
import {
  CLOSE_CODES,
  decodeClientMessage,
  OpenCodeKitError,
  PING,
  PONG,
  PROTOCOL_VERSION,
  runIdOf,
  toWireError,
} from "@opencode-kit/client/protocol";
import type { ChannelLog, Retention } from "@opencode-kit/client/room";
import { Channels, RoomRuns } from "@opencode-kit/client/room";
import type { Connection, ConnectionContext, WSMessage } from "partyserver";
import { Server } from "partyserver";
import type { Access } from "./access/authorize.ts";
import { authorizeLoopback, isAllowedOrigin } from "./access/authorize.ts";
import { mayRun } from "./access/mayRun.ts";
import { serveArtifact } from "./artifacts/serveArtifact.ts";
import type { CommandContext } from "./commands/CommandContext.ts";
import { runCommand } from "./commands/runCommand.ts";
import { FilesFeed } from "./files/FilesFeed.ts";
import type { Viewer } from "./room/Followers.ts";
import { Followers, MAX_CHANNELS, viewerOf } from "./room/Followers.ts";
import type { SandboxPort } from "./sandbox/SandboxPort.ts";
import { createLogStore } from "./storage/createLogStore.ts";
import { createAnswerStore, createRunStore } from "./storage/createRunStore.ts";
import { createSchema } from "./storage/createSchema.ts";

/** While a run is active the object looks after it this often, in ms. */
const BEAT_MS = 10_000;

/**
 * One sandbox, one workspace, its runs and their viewers. Extend it: `sandbox()` says where the agent runs,
 * `authorize()` who may do what.
 *
 * @example
 * export class OpenCodeRoom extends BaseRoom<Env> {
 *   override sandbox() {
 *     return localSandbox({ url: this.env.OPENCODE_SANDBOX_URL, token: this.env.OPENCODE_SANDBOX_TOKEN, name: this.name });
 *   }
 * }
 */
export abstract class OpenCodeRoom<Env extends Cloudflare.Env = Cloudflare.Env> extends Server<Env> {
  static override options = { hibernate: true };

  #port!: SandboxPort;
  #channels!: Channels;
  #followers!: Followers;
  #runs!: RoomRuns;
  #files!: FilesFeed;
  #commands!: CommandContext;

  /** The sandbox of this room; asked once each time the object wakes. */
  abstract sandbox(): SandboxPort;

  /** What a client may do. Default: only requests to this machine's loopback names, as `owner`. */
  authorize(request: Request): Access | Promise<Access> {
    return authorizeLoopback(request);
  }

  /** Origins other than the room's own whose pages may connect, such as `https://app.example.com`. Default: none. */
  allowedOrigins(): readonly string[] {
    return [];
  }

  /** How long ended runs are remembered. Default: the newest 200, for 30 days. */
  retention(): Retention {
    return {};
  }

  override onStart(): void {
    const { sql } = this.ctx.storage;
    createSchema(sql);
    this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#port = this.sandbox();
    this.#followers = new Followers(() => this.getConnections<Viewer>());
    this.#channels = new Channels(createLogStore(sql), (channel, text) => this.#followers.send(channel, text));
    this.#files = new FilesFeed(this.#port, {
      state: () => this.#channels.files.state,
      append: (events) => {
        this.#channels.files.append(events);
        this.#channels.touch(this.#channels.files);
      },
    });
    this.#runs = new RoomRuns({
      port: this.#port,
      store: createRunStore(sql),
      channels: this.#channels,
      retention: this.retention(),
      onActivity: (isActive) => this.#onActivity(isActive),
      onProblem: (message, error) => console.error(message, ...(error === undefined ? [] : [error])),
    });
    this.#commands = {
      room: this.name,
      runs: this.#runs,
      port: this.#port,
      outputs: this.#channels.store.outputs,
      answers: createAnswerStore(sql),
      artifactSecret: () => this.#artifactSecret(),
    };
    this.#runs.wake();
    this.#watchFiles();
  }

  override async onConnect(connection: Connection<Viewer>, { request }: ConnectionContext): Promise<void> {
    const access = await this.#admit(request);
    if (!access.isAllowed) {
      connection.close(CLOSE_CODES.unauthorized, access.reason.slice(0, 120));
      return;
    }
    connection.setState({ role: access.role, channels: [] });
    const { version } = this.#channels.room.state.sandbox;
    const agentVersion = version === undefined ? {} : { agentVersion: version };
    send(connection, {
      type: "hello",
      protocol: PROTOCOL_VERSION,
      room: this.name,
      role: access.role,
      ...agentVersion,
    });
  }

  override onMessage(connection: Connection<Viewer>, text: WSMessage): void {
    if (connection.state === null) return;
    const decoded = typeof text === "string" ? decodeClientMessage(text) : undefined;
    if (decoded?.ok === true) this.#onClientMessage(connection, decoded.value);
    else if (decoded?.id !== undefined)
      send(connection, { type: "result", id: decoded.id, ok: false, error: decoded.error });
    else {
      const error = decoded?.error ?? { code: "bad_message", message: "The room takes text messages only." };
      send(connection, { type: "refused", error });
    }
  }

  override onClose(connection: Connection<Viewer>): void {
    this.#followers.drop(connection);
    this.#watchFiles();
  }

  override onError(_connection: Connection<Viewer> | unknown, error?: unknown): void {
    console.error("A socket failed:", error ?? _connection);
  }

  override async onRequest(request: Request): Promise<Response> {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && new URL(request.url).pathname.endsWith("/artifact")) {
      return serveArtifact(request, this.#port, await this.#artifactSecret(), this.name);
    }
    return new Response("There is nothing here. Connect a WebSocket.\n", { status: 404 });
  }

  override onAlarm(): void {
    this.#runs.check();
    if (this.#runs.isActive) this.#beat();
  }

  async #admit(request: Request): Promise<Access> {
    if (!isAllowedOrigin(request, this.allowedOrigins())) {
      return { isAllowed: false, reason: "Pages of this origin may not connect; see allowedOrigins()." };
    }
    try {
      return await this.authorize(request);
    } catch (error) {
      console.error("authorize() failed:", error);
      return { isAllowed: false, reason: "The room could not check who you are. Try again." };
    }
  }

  #onClientMessage(connection: Connection<Viewer>, message: ClientMessage): void {
    switch (message.type) {
      case "subscribe": {
        const { channel, epoch, seq } = message;
        this.#subscribe(connection, channel, epoch === undefined || seq === undefined ? undefined : { epoch, seq });
        return;
      }
      case "unsubscribe":
        this.#followers.remove(connection, message.channel);
        this.#watchFiles();
        return;
      case "command":
        void this.#onCommand(connection, message);
        return;
      default:
        message satisfies never;
    }
  }

  #subscribe(
    connection: Connection<Viewer>,
    channel: Channel,
    cursor: { epoch: string; seq: number } | undefined,
  ): void {
    const log = this.#logOf(channel);
    if (log === undefined) {
      const error = { code: "not_found", message: "There is no such run in this room." } as const;
      return send(connection, { type: "channel.error", channel, error });
    }
    // What waits belongs to the state that the newcomer gets, and must not reach it twice.
    this.#channels.flush();
    if (!this.#followers.add(connection, channel)) {
      const error = { code: "too_large", message: `A client follows at most ${MAX_CHANNELS} channels.` } as const;
      return send(connection, { type: "channel.error", channel, error });
    }
    for (const text of log.resume(cursor)) connection.send(text);
    if (channel === "files") this.#watchFiles();
  }

  #logOf(channel: Channel): Pick<ChannelLog<unknown, never>, "resume"> | undefined {
    if (channel === "room") return this.#channels.room;
    if (channel === "files") return this.#channels.files;
    return this.#runs.open(runIdOf(channel));
  }

  async #onCommand(connection: Connection<Viewer>, { id, command }: CommandMessage): Promise<void> {
    try {
      const { role } = viewerOf(connection);
      if (!mayRun(role, command.name)) {
        throw new OpenCodeKitError("forbidden", `The role "${role}" may not use "${command.name}".`);
      }
      const value = await runCommand(this.#commands, command);
      send(connection, { type: "result", id, ok: true, value });
    } catch (error) {
      if (!(error instanceof OpenCodeKitError)) console.error(`The command "${command.name}" failed:`, error);
      send(connection, { type: "result", id, ok: false, error: toWireError(error) });
    }
  }

  #onActivity(isActive: boolean): void {
    if (isActive) this.#beat();
    this.#watchFiles();
  }

  #beat(): void {
    void this.ctx.storage.setAlarm(Date.now() + BEAT_MS);
  }

  /** The workspace is watched while somebody looks at it or a run changes it, so that an idle room can sleep. */
  #watchFiles(): void {
    if (this.#runs.isActive || this.#followers.of("files").size > 0) this.#files.start();
    else this.#files.stop();
  }

  async #artifactSecret(): Promise<Uint8Array> {
    const key = "artifact-secret";
    const known = await this.ctx.storage.get<Uint8Array>(key);
    if (known !== undefined) return known;
    const secret = crypto.getRandomValues(new Uint8Array(32));
    await this.ctx.storage.put(key, secret);
    return secret;
  }
}

function send(connection: Connection<Viewer>, message: ServerMessage): void {
  try {
    connection.send(JSON.stringify(message));
  } catch {
    // The socket is closing; its close event drops it.
  }
}

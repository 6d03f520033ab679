import type { AuditEntry, Command, CommandMessage, User, WireError } from "@opencode-kit/client/protocol";
import { decodeClientMessage, defined, PING, PONG, PROTOCOL_VERSION } from "@opencode-kit/client/protocol";
import type { Budget, Retention } from "@opencode-kit/client/room";
import type { Connection, ConnectionContext, WSMessage } from "partyserver";
import { Server } from "partyserver";
import { admit } from "./access/admit.ts";
import type { Access } from "./access/authorize.ts";
import { authorizeLoopback } from "./access/authorize.ts";
import { serveArtifact } from "./artifacts/serveArtifact.ts";
import type { BackupPolicy } from "./backups/BackupPolicy.ts";
import type { CommandOutcome } from "./commands/CommandOutcome.ts";
import { tryCommand } from "./commands/tryCommand.ts";
import type { Room } from "./createRoom.ts";
import { createRoom } from "./createRoom.ts";
import { Alarm } from "./room/Alarm.ts";
import type { RunNews } from "./room/awaitRun.ts";
import { awaitRun } from "./room/awaitRun.ts";
import { closeWith } from "./room/closeWith.ts";
import { Inbox } from "./room/Inbox.ts";
import { sendMessage } from "./room/sendMessage.ts";
import { subscribe } from "./room/subscribe.ts";
import { Upgrades } from "./room/Upgrades.ts";
import type { Viewer } from "./room/Viewer.ts";
import { actorOf, EXPIRED, isExpired, toViewer, viewerOf, viewersOf } from "./room/Viewer.ts";
import type { SandboxPort } from "./sandbox/SandboxPort.ts";
import type { UsedTokenStore } from "./storage/createUsedTokenStore.ts";
import { createUsedTokenStore } from "./storage/createUsedTokenStore.ts";

/** While a run is active the object looks after it this often, in ms. */
const BEAT_MS = 10_000;
/** The platform takes no alarm of a far future. One that rings too early is set again. */
const MAX_ALARM_MS = 30 * 24 * 60 * 60_000;

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

  #room!: Room;
  #usedTokens!: UsedTokenStore;
  #isStarted = false;
  readonly #inbox = new Inbox((connection, error) => this.#end(connection, error));
  readonly #alarm = new Alarm<"beat" | "expiry">((at) => {
    void this.ctx.storage.setAlarm(Math.min(at, Date.now() + MAX_ALARM_MS));
  });
  readonly #upgrades = new Upgrades();

  /** The sandbox of this room; asked once each time the object wakes. */
  abstract sandbox(): SandboxPort;

  /**
   * What a client may do; `authorizeToken` checks tokens that your server signs. What it throws lets nobody in and goes
   * to the log. Default: only requests to this machine's loopback names, as `owner`.
   */
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

  /**
   * Who did what in the room, the newest first: `limit` entries (1 to 200, default 50) with an id smaller than `before`.
   * For the Worker, over the object's stub; clients ask by a command.
   */
  async listAudit(options: { readonly before?: number; readonly limit?: number } = {}): Promise<readonly AuditEntry[]> {
    await this.__unsafe_ensureInitialized();
    return this.#room.commands.audit.list(options);
  }

  /**
   * Runs a command with the rights of an owner. For the Worker, over the object's stub.
   *
   * @param user In whose name; the audit has it.
   */
  async runCommand(command: Command, user?: User): Promise<CommandOutcome> {
    await this.__unsafe_ensureInitialized();
    const decoded = decodeClientMessage(JSON.stringify({ type: "command", id: "stub", command }));
    if (!decoded.ok) return decoded;
    return tryCommand(this.#room.commands, command, { role: "owner", ...defined({ user }) });
  }

  /**
   * Waits until a run's line is another than that of `mark`, or the run is over; 20 s at most. For the Worker, over the
   * object's stub. Undefined where there is no such run.
   */
  async awaitRun(runId: string, mark?: string): Promise<RunNews | undefined> {
    await this.__unsafe_ensureInitialized();
    return this.#room.runs.open(runId) === undefined ? undefined : awaitRun(this.#room.runs, runId, mark);
  }

  override fetch(request: Request): Promise<Response> {
    return this.#upgrades.pass(request, (seen) => super.fetch(seen));
  }

  /** What the agent may use up, in each run and in all runs together. Default: no limits. */
  budget(): Budget {
    return {};
  }

  /**
   * When backups are made by themselves; people can make one at any time. Default: as `BackupPolicy` says where the
   * workspace does not outlive the sandbox, else never.
   */
  backups(sandbox: SandboxPort): BackupPolicy | false {
    return sandbox.isDurable ? false : {};
  }

  /** Largest file, and largest content of a folder, that a download link is given for, in bytes. Default: 2 GiB. */
  maxArtifactBytes(): number {
    return 2 * 1024 ** 3;
  }

  override onStart(): void {
    // partyserver starts an object twice that two calls wake at the same moment; its runs must be looked after once.
    if (this.#isStarted) return;
    const sandbox = this.sandbox();
    this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#room = createRoom({
      name: this.name,
      storage: this.ctx.storage,
      sandbox,
      backups: this.backups(sandbox),
      budget: this.budget(),
      retention: this.retention(),
      maxArtifactBytes: this.maxArtifactBytes(),
      connections: () => this.getConnections<Viewer>(),
      onActivity: (isActive) => this.#onActivity(isActive),
      onPending: () => this.#beat(),
    });
    this.#usedTokens = createUsedTokenStore(this.ctx.storage.sql);
    this.#room.backups.wake();
    this.#room.runs.wake();
    this.#watchFiles();
    this.#room.presence.check();
    this.#awaitExpiry();
    this.#isStarted = true;
  }

  override async onConnect(connection: Connection<Viewer>, { request }: ConnectionContext): Promise<void> {
    const access = await admit(this.#upgrades.take(request), {
      authorize: (asking) => this.authorize(asking),
      allowedOrigins: this.allowedOrigins(),
      usedTokens: this.#usedTokens,
    });
    if (!access.isAllowed) {
      closeWith(connection, { code: access.code ?? "unauthorized", message: access.reason });
      return;
    }
    const viewer = toViewer(access, Date.now());
    connection.setState(viewer);
    sendMessage(connection, {
      type: "hello",
      protocol: PROTOCOL_VERSION,
      room: this.name,
      role: viewer.role,
      ...defined({ user: viewer.user, agentVersion: this.#room.channels.room.state.sandbox.version }),
    });
    if (viewer.expiresAt !== undefined) this.#alarm.want("expiry", viewer.expiresAt);
    this.#room.presence.check();
  }

  override onMessage(connection: Connection<Viewer>, raw: WSMessage): void {
    const message = this.#inbox.read(connection, raw);
    if (message === undefined) return;
    switch (message.type) {
      case "subscribe":
        subscribe(this.#room, connection, message);
        this.#watchFiles();
        return;
      case "unsubscribe":
        this.#room.followers.remove(connection, message.channel);
        this.#watchFiles();
        return;
      case "command":
        void this.#onCommand(connection, message);
        return;
      default:
        message satisfies never;
    }
  }

  override onClose(connection: Connection<Viewer>): void {
    this.#forget(connection);
  }

  override onError(connection: Connection<Viewer>, error: unknown): void {
    console.error("A socket failed:", error);
    this.#forget(connection);
  }

  override async onRequest(request: Request): Promise<Response> {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && new URL(request.url).pathname.endsWith("/artifact")) {
      const { port, room, maxArtifactBytes, artifactSecret } = this.#room.commands;
      return serveArtifact(request, { port, room, maxBytes: maxArtifactBytes, secret: await artifactSecret() });
    }
    return new Response("There is nothing here. Connect a WebSocket.\n", { status: 404 });
  }

  override onAlarm(): void {
    const now = Date.now();
    const isBeat = this.#alarm.ring(now).has("beat");
    for (const [connection, viewer] of this.#viewers()) {
      if (isExpired(viewer, now)) this.#end(connection, EXPIRED);
    }
    this.#awaitExpiry();
    const { runs, backups } = this.#room;
    if (!isBeat || !(runs.isActive || backups.isPending)) return;
    this.#beat();
    runs.check();
    backups.beat();
  }

  async #onCommand(connection: Connection<Viewer>, { id, command }: CommandMessage): Promise<void> {
    const viewer = viewerOf(connection);
    if (viewer === undefined) return;
    const outcome = await tryCommand(this.#room.commands, command, actorOf(viewer));
    sendMessage(connection, { type: "result", id, ...outcome });
  }

  #onActivity(isActive: boolean): void {
    if (isActive) {
      this.#beat();
      this.#room.ports.start();
    } else this.#room.ports.stop();
    this.#watchFiles();
  }

  #beat(): void {
    this.#alarm.want("beat", Date.now() + BEAT_MS);
  }

  /** Wakes the object for the connections that end by themselves. */
  #awaitExpiry(): void {
    for (const { expiresAt } of this.#viewers().values()) {
      if (expiresAt !== undefined) this.#alarm.want("expiry", expiresAt);
    }
  }

  #viewers(): ReadonlyMap<Connection<Viewer>, Viewer> {
    return viewersOf(this.getConnections<Viewer>());
  }

  #end(connection: Connection<Viewer>, error: WireError): void {
    closeWith(connection, error);
    this.#forget(connection);
  }

  #forget(connection: Connection<Viewer>): void {
    this.#room.followers.drop(connection);
    this.#inbox.forget(connection);
    this.#room.presence.check();
    this.#watchFiles();
  }

  /** The workspace is watched while somebody looks at it or a run changes it, so that an idle room can sleep. */
  #watchFiles(): void {
    if (this.#room.runs.isActive || this.#room.followers.of("files").size > 0) this.#room.files.start();
    else this.#room.files.stop();
  }
}

import type { BackupState } from "@opencode-kit/client/protocol";
import type { Budget, Retention } from "@opencode-kit/client/room";
import { Channels, RoomRuns } from "@opencode-kit/client/room";
import type { Connection } from "partyserver";
import { loadArtifactSecret } from "./artifacts/loadArtifactSecret.ts";
import type { BackupPolicy } from "./backups/BackupPolicy.ts";
import { createKeptPort } from "./backups/createKeptPort.ts";
import { RoomBackups } from "./backups/RoomBackups.ts";
import { WorkspaceKeeper } from "./backups/WorkspaceKeeper.ts";
import type { CommandContext } from "./commands/CommandContext.ts";
import { FilesFeed } from "./files/FilesFeed.ts";
import { Followers } from "./room/Followers.ts";
import { Ports } from "./room/Ports.ts";
import { Presence } from "./room/Presence.ts";
import type { Viewer } from "./room/Viewer.ts";
import { viewersOf } from "./room/Viewer.ts";
import type { SandboxPort } from "./sandbox/SandboxPort.ts";
import { createAuditStore } from "./storage/createAuditStore.ts";
import { createBackupStore } from "./storage/createBackupStore.ts";
import { createLogStore } from "./storage/createLogStore.ts";
import { createRoomStores } from "./storage/createRoomStores.ts";
import { createSchema } from "./storage/createSchema.ts";

export type RoomOptions = {
  readonly name: string;
  readonly storage: DurableObjectStorage;
  readonly sandbox: SandboxPort;
  readonly backups: BackupPolicy | false;
  readonly budget: Budget;
  readonly retention: Retention;
  readonly maxArtifactBytes: number;
  connections(): Iterable<Connection<Viewer>>;
  /** A first run began, or the last one ended. */
  onActivity(isActive: boolean): void;
  /** Something is to be looked after at the next beats. */
  onPending(): void;
};

/** The parts of a room, connected; all that outlasts them is in the object's storage. */
export type Room = {
  readonly channels: Channels;
  readonly followers: Followers;
  readonly runs: RoomRuns;
  readonly files: FilesFeed;
  readonly ports: Ports;
  readonly backups: RoomBackups;
  readonly presence: Presence;
  readonly commands: CommandContext;
};

export function createRoom(options: RoomOptions): Room {
  const { storage, sandbox } = options;
  const { sql } = storage;
  createSchema(sql);
  const stores = createRoomStores(sql);
  const { values } = stores;
  const store = createBackupStore(sql);
  const audit = createAuditStore(sql);
  const followers = new Followers(() => options.connections());
  const channels = new Channels(createLogStore(sql), (channel, text) => followers.send(channel, text));
  const onProblem = (message: string, error: unknown): void =>
    console.error(message, ...(error === undefined ? [] : [error]));
  const append = (...events: Parameters<Channels["room"]["append"]>[0]): void => {
    channels.room.append(events);
    channels.touch(channels.room);
  };
  const tell = (backup: Omit<BackupState, "at">): void =>
    append({ type: "room.backup.set", backup: { ...backup, at: Date.now() } });

  const keeper = new WorkspaceKeeper({
    port: sandbox,
    backups: store,
    values,
    sandbox: () => channels.room.state.sandbox,
    setSandbox: (state) => append({ type: "room.sandbox.set", sandbox: state }),
    tell,
    onReplaced: () => {
      ports.forget();
      files.restart();
    },
    onProblem,
  });
  const port = createKeptPort(sandbox, () => keeper.open());
  const ports = new Ports({
    port,
    values,
    known: () => channels.room.state.ports,
    tell: (listed) => append({ type: "room.ports.set", ports: listed }),
  });
  const files = new FilesFeed(port, {
    state: () => channels.files.state,
    append: (events) => {
      if (events.length === 0) return;
      backups.noteChange();
      channels.files.append(events);
      channels.touch(channels.files);
    },
  });
  const presence = new Presence({
    viewers: () => viewersOf(options.connections()).values(),
    known: () => channels.room.state.presence,
    tell: (state) => append({ type: "room.presence.set", presence: state }),
  });
  const runs = new RoomRuns({
    port,
    stores,
    budget: options.budget,
    channels,
    retention: options.retention,
    lostSession: () => keeper.lostSession(),
    onEvent: ({ type }) => {
      if (type.startsWith("message.")) backups.noteChange();
    },
    onActivity: (isActive) => {
      backups.noteActivity(isActive);
      options.onActivity(isActive);
    },
    onOver: () => backups.onRunOver(),
    onExceeded: (runId, error) =>
      void audit.add({ action: "budget", target: runId, detail: error.message, refused: error.code }),
    onProblem,
  });
  const backups = new RoomBackups({
    port: sandbox,
    policy: options.backups,
    backups: store,
    values,
    keeper,
    state: () => channels.room.state.backup,
    tell,
    isRunActive: () => runs.isActive,
    onPending: options.onPending,
    onProblem,
  });
  const commands: CommandContext = {
    room: options.name,
    runs,
    port,
    outputs: channels.store.outputs,
    audit,
    backups,
    ports,
    maxArtifactBytes: options.maxArtifactBytes,
    artifactSecret: () => loadArtifactSecret(storage),
  };
  return { channels, followers, runs, files, ports, backups, presence, commands };
}

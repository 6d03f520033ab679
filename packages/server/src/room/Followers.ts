import type { Channel } from "@opencode-kit/client/protocol";
import type { Connection } from "partyserver";
import type { Viewer } from "./Viewer.ts";
import { MAX_CHANNELS, viewerOf } from "./Viewer.ts";

/** Who follows which channel. Rebuilt from the sockets' attachments after a sleep. */
export class Followers {
  readonly #connections: () => Iterable<Connection<Viewer>>;
  #byChannel: Map<Channel, Set<Connection<Viewer>>> | undefined;

  constructor(connections: () => Iterable<Connection<Viewer>>) {
    this.#connections = connections;
  }

  of(channel: Channel): ReadonlySet<Connection<Viewer>> {
    return this.#index().get(channel) ?? NOBODY;
  }

  /** Returns false if the viewer follows as many channels as it may. */
  add(connection: Connection<Viewer>, channel: Channel): boolean {
    const viewer = viewerOf(connection);
    if (viewer === undefined) return false;
    if (!viewer.channels.includes(channel)) {
      if (viewer.channels.length >= MAX_CHANNELS) return false;
      connection.setState({ ...viewer, channels: [...viewer.channels, channel] });
    }
    const index = this.#index();
    const followers = index.get(channel) ?? new Set();
    followers.add(connection);
    index.set(channel, followers);
    return true;
  }

  remove(connection: Connection<Viewer>, channel: Channel): void {
    const viewer = viewerOf(connection);
    if (viewer === undefined) return;
    connection.setState({ ...viewer, channels: viewer.channels.filter((other) => other !== channel) });
    this.#index().get(channel)?.delete(connection);
  }

  /** The socket is closed. */
  drop(connection: Connection<Viewer>): void {
    for (const followers of this.#byChannel?.values() ?? []) {
      for (const other of followers) if (other.id === connection.id) followers.delete(other);
    }
  }

  /** One text to all who follow the channel. */
  send(channel: Channel, text: string): void {
    for (const connection of this.of(channel)) {
      try {
        connection.send(text);
      } catch {
        // The socket is closing; its close event drops it.
      }
    }
  }

  #index(): Map<Channel, Set<Connection<Viewer>>> {
    if (this.#byChannel !== undefined) return this.#byChannel;
    const index = new Map<Channel, Set<Connection<Viewer>>>();
    for (const connection of this.#connections()) {
      for (const channel of viewerOf(connection)?.channels ?? []) {
        const followers = index.get(channel) ?? new Set();
        followers.add(connection);
        index.set(channel, followers);
      }
    }
    this.#byChannel = index;
    return index;
  }
}

const NOBODY: ReadonlySet<Connection<Viewer>> = new Set();

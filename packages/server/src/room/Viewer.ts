import type { Channel, Role, User, WireError } from "@opencode-kit/client/protocol";
import { defined } from "@opencode-kit/client/protocol";
import type { Actor } from "@opencode-kit/client/room";
import type { Connection } from "partyserver";
import type { Access } from "../access/authorize.ts";

/** A socket's attachment holds at most 2 KB: a viewer follows a few channels, and what names it is cut. */
export const MAX_CHANNELS = 32;
const MAX_USER_ID_CHARS = 128;
const MAX_USER_NAME_CHARS = 100;

/** Kept in a socket's attachment, so that it survives the object's sleep. */
export type Viewer = {
  readonly role: Role;
  readonly user?: User;
  /** When it came, in ms since the Unix epoch. */
  readonly since: number;
  /** The connection ends at this time, in ms since the Unix epoch. */
  readonly expiresAt?: number;
  readonly channels: readonly Channel[];
};

export function toViewer({ role, user, expiresAt }: Extract<Access, { isAllowed: true }>, since: number): Viewer {
  return { role, since, channels: [], ...defined({ user: user && toShort(user), expiresAt }) };
}

/** Undefined for a socket that was not let in. */
export function viewerOf(connection: Connection<Viewer>): Viewer | undefined {
  return (connection.state as Viewer | null) ?? undefined;
}

export function actorOf({ role, user }: Viewer): Actor {
  return { role, ...defined({ user }) };
}

/** The connections that stand and were let in. */
export function viewersOf(connections: Iterable<Connection<Viewer>>): ReadonlyMap<Connection<Viewer>, Viewer> {
  const viewers = new Map<Connection<Viewer>, Viewer>();
  for (const connection of connections) {
    const viewer = viewerOf(connection);
    if (viewer !== undefined) viewers.set(connection, viewer);
  }
  return viewers;
}

export const EXPIRED: WireError = {
  code: "token_expired",
  message: "Your access to this room has expired. Connect anew.",
};

export function isExpired({ expiresAt }: Viewer, now: number): boolean {
  // Written so that a time that is no number is over.
  return expiresAt !== undefined && !(expiresAt > now);
}

function toShort({ id, name }: User): User {
  return { id: id.slice(0, MAX_USER_ID_CHARS), ...defined({ name: name?.slice(0, MAX_USER_NAME_CHARS) }) };
}

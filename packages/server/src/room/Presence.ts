import type { Presence as PresenceState, Role, User } from "@opencode-kit/client/protocol";
import { MAX_PRESENT } from "@opencode-kit/client/protocol";
import type { Viewer } from "./Viewer.ts";

/** Who is connected is told at most this often, in ms. */
const INTERVAL_MS = 1_000;

export type PresenceHost = {
  /** The connections that stand. */
  viewers(): Iterable<Viewer>;
  /** What was told last. */
  known(): PresenceState;
  tell(presence: PresenceState): void;
};

/** Tells who is connected, whenever that changes. */
export class Presence {
  readonly #host: PresenceHost;
  #isDue = false;
  #toldAt = 0;

  constructor(host: PresenceHost) {
    this.#host = host;
  }

  /** Somebody may have come or gone. Told by a timer always, since a socket still counts in its own close event. */
  check(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#tell(), Math.max(0, this.#toldAt + INTERVAL_MS - Date.now()));
  }

  #tell(): void {
    this.#isDue = false;
    const presence = toPresence(this.#host.viewers());
    if (JSON.stringify(presence) === JSON.stringify(this.#host.known())) return;
    this.#toldAt = Date.now();
    this.#host.tell(presence);
  }
}

function toPresence(viewers: Iterable<Viewer>): PresenceState {
  const people = new Map<string, User & { readonly role: Role }>();
  let unnamed = 0;
  for (const { user, role } of [...viewers].sort((one, other) => one.since - other.since)) {
    if (user === undefined) unnamed++;
    else if (!people.has(user.id)) people.set(user.id, { ...user, role });
  }
  return { count: people.size + unnamed, viewers: [...people.values()].slice(0, MAX_PRESENT) };
}

import type { JsonObject } from "@opencode-kit/client/protocol";
import type { Random } from "../lib/createRandom.ts";
import { createRandom } from "../lib/createRandom.ts";
import type { Ids } from "./createIds.ts";
import { createIds } from "./createIds.ts";
import type { InformationKind } from "./NewInformation.ts";
import { RunTruth } from "./RunTruth.ts";
import { Workspace } from "./Workspace.ts";

/** An event of OpenCode's stream as the server sends it, and when, in ms since the Unix epoch. */
export type TimedEvent = {
  readonly at: number;
  readonly event: { readonly id: string; readonly type: string; readonly properties: JsonObject };
};

export type MessageRef = { readonly id: string; readonly sessionId: string };

/** What all that writes a run's events shares: chance, time, ids, files, and the count of what is new. */
export class RunWriter {
  readonly random: Random;
  readonly ids: Ids;
  readonly workspace: Workspace;
  readonly truth = new RunTruth();
  /** Files that commands made and of which OpenCode has not told yet, with their lines. */
  readonly unseen = new Map<string, readonly string[]>();
  #now = 1_795_550_671_000;

  constructor(seed: number) {
    this.random = createRandom(seed);
    this.ids = createIds(this.random);
    this.workspace = new Workspace(this.random, 40);
  }

  get now(): number {
    return Math.floor(this.#now);
  }

  /** Time passes, in ms. */
  wait(min: number, max: number): void {
    this.#now += min + this.random.next() * (max - min);
  }

  event(type: string, properties: JsonObject): TimedEvent {
    this.wait(0, 2);
    return { at: this.#now, event: { id: this.ids.ascending("evt", this.now), type, properties } };
  }

  /** A part's update. `part` has the id and the message already. */
  part(part: JsonObject): TimedEvent {
    return this.event("message.part.updated", { sessionID: part["sessionID"] ?? "", part, time: this.now });
  }

  count(kind: InformationKind, text: string): void {
    this.truth.info.add(kind, text);
  }

  newMessage(sessionId: string): MessageRef {
    const id = this.ids.ascending("msg", this.now);
    this.truth.messageIds.add(id);
    this.count("id", id);
    return { id, sessionId };
  }

  /** The fields that each part has. */
  newPart({ id: messageID, sessionId }: MessageRef): {
    readonly id: string;
    readonly messageID: string;
    readonly sessionID: string;
  } {
    const id = this.ids.ascending("prt", this.now);
    this.truth.partIds.add(id);
    this.count("id", id);
    return { id, messageID, sessionID: sessionId };
  }

  /** A piece of a part's text or of a tool's output. */
  addText(to: "texts" | "outputs", partId: string, text: string): void {
    const pieces = this.truth[to].get(partId);
    if (pieces === undefined) this.truth[to].set(partId, [text]);
    else pieces.push(text);
  }
}

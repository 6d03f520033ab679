import type { Presence as PresenceState } from "@opencode-kit/client/protocol";
import { MAX_PRESENT } from "@opencode-kit/client/protocol";
import { describe, expect, it, vi } from "vitest";
import { Presence } from "./Presence.ts";
import type { Viewer } from "./Viewer.ts";

function createFakeRoom(viewers: Viewer[]) {
  const told: PresenceState[] = [];
  const presence = new Presence({
    viewers: () => viewers,
    known: () => told.at(-1) ?? { count: 0, viewers: [] },
    tell: (state) => void told.push(state),
  });
  return { presence, told };
}

const viewer = (since: number, id?: string): Viewer => ({
  role: "viewer",
  since,
  channels: [],
  ...(id === undefined ? {} : { user: { id } }),
});

describe("presence", () => {
  it("names the first to come, and counts all", async () => {
    const crowd = Array.from({ length: 30 }, (_, n) => viewer(30 - n, `user${30 - n}`));
    const { presence, told } = createFakeRoom(crowd);
    presence.check();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]?.count).toBe(30);
    expect(told[0]?.viewers.map(({ id }) => id)).toEqual(Array.from({ length: MAX_PRESENT }, (_, n) => `user${n + 1}`));
  });

  it("tells nothing where nothing changed", async () => {
    const crowd = [viewer(1)];
    const { presence, told } = createFakeRoom(crowd);
    presence.check();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    presence.check();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(told).toHaveLength(1);
    crowd.push(viewer(2));
    presence.check();
    await vi.waitFor(() => expect(told).toHaveLength(2));
  });
});

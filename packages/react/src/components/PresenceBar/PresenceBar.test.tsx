import type { Presence } from "@opencode-kit/client/protocol";
import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { initials } from "./initials.ts";
import { PresenceBar } from "./PresenceBar.tsx";

async function open(presence: Presence) {
  const fake = createFakeClient();
  fake.connects({ status: "open", role: "owner", user: { id: "u1", name: "Ada Lovelace" } });
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <PresenceBar />
    </OpenCodeProvider>,
  );
  fake.emitsRoom({ type: "room.presence.set", presence });
  return screen;
}

const ada = { id: "u1", name: "Ada Lovelace", role: "owner" } as const;
const bob = { id: "u2", name: "Bob", role: "viewer" } as const;

test("whoever is alone sees nothing", async () => {
  const screen = await open({ count: 1, viewers: [ada] });
  expect(screen.container.textContent).toBe("");
});

test("who watches is told by initials, and by name and role to who asks", async () => {
  const screen = await open({ count: 4, viewers: [ada, bob] });
  const all = "Watching: Ada Lovelace (you), owner, Bob, viewer, 2 guests";
  await expect.element(screen.getByRole("img", { name: all })).toHaveAttribute("title", all);
  await expect.element(screen.getByText("AL")).toBeVisible();
  await expect.element(screen.getByText("4 watching")).toBeVisible();
});

test("many are counted", async () => {
  const viewers = Array.from({ length: 20 }, (_, at) => ({ id: `u${at}`, name: `P${at}`, role: "viewer" as const }));
  const screen = await open({ count: 57, viewers });
  await expect.element(screen.getByText("57 watching")).toBeVisible();
  expect(screen.container.querySelectorAll("[data-slot='oc-presence-person']")).toHaveLength(4);
});

test("initials are whole letters of whatever script, and never what hides or reorders text", () => {
  expect(
    ["Ada Lovelace", "bob", "عمر الخيام", "👩‍👩‍👧 family", "\u202eevil", "  ", "<b>x</b>", "É́lan"].map(initials),
  ).toEqual(["AL", "B", "عا", "👩‍👩‍👧F", "E", "?", "BB", "É́"]);
});

import type { ErrorCode, ServerMessage } from "@opencode-kit/client/protocol";
import { createOpenCodeClient } from "@opencode-kit/client";
import type { TransportHandlers } from "@opencode-kit/client";
import { CLOSE_CODES, PROTOCOL_VERSION } from "@opencode-kit/client/protocol";
import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, message, ROOM, RUN_ID, text } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { OpenCodeRun } from "../OpenCodeRun/OpenCodeRun.tsx";

/** A page whose room the test plays, message by message. */
async function open() {
  let room: TransportHandlers | undefined;
  const sent: string[] = [];
  const client = createOpenCodeClient({
    transport: {
      start: (handlers) => {
        room = handlers;
        handlers.onOpen();
      },
      send: (line) => void sent.push(line),
      reconnect: () => undefined,
      close: () => undefined,
    },
  });
  const screen = await render(
    <OpenCodeProvider client={client}>
      <div style={{ height: 400 }}>
        <OpenCodeRun runId={RUN_ID} composer />
      </div>
    </OpenCodeProvider>,
  );
  return {
    screen,
    says: (...messages: readonly ServerMessage[]) => {
      for (const each of messages) room?.onText(JSON.stringify(each));
    },
    closes: (code: number, reason = "") => room?.onClose({ code, reason, isFinal: true }),
  };
}

const HELLO = { type: "hello", protocol: PROTOCOL_VERSION, room: ROOM, role: "owner" } as const;

test("a run is loading until the room has told of it", async () => {
  const { screen, says } = await open();
  says(HELLO);
  await expect.element(screen.getByRole("heading", { name: "Loading the run" })).toBeVisible();
  await expect.element(screen.getByRole("status", { name: "Loading the run" })).toBeVisible();
  await expect.element(screen.getByRole("region", { name: "Agent run" })).toHaveAttribute("data-status", "loading");
});

test("a run that the room does not know says so, and nothing seems to load", async () => {
  const { screen, says } = await open();
  const error = { code: "not_found", message: "The room has no run run_1. Check its id." } as const;
  says(HELLO, { type: "channel.error", channel: `run:${RUN_ID}`, error });
  await expect.element(screen.getByText("This run cannot be shown")).toBeVisible();
  await expect.element(screen.getByText(error.message)).toBeVisible();
  await expect.element(screen.getByText("Code: not_found")).toBeVisible();
  expect(screen.getByText("Loading the run").query()).toBeNull();
  await expect.element(screen.getByRole("region", { name: "Agent run" })).toHaveAttribute("data-status", "unavailable");
  expect(screen.getByRole("textbox", { name: "Message to the agent" }).query()).toBeNull();
});

const CLOSED: readonly (readonly [number, ErrorCode, string])[] = [
  [CLOSE_CODES.incompatible, "version_mismatch", "The room speaks protocol 9. Upgrade @opencode-kit/client."],
  [CLOSE_CODES.expired, "token_expired", "The access to the room has expired."],
  [CLOSE_CODES.unauthorized, "unauthorized", "The room refused this client."],
];

test.each(CLOSED)("a room that closes with %i says why, and nothing seems to load", async (code, name, reason) => {
  const { screen, closes } = await open();
  closes(code, reason);
  const notice = screen.getByRole("alert");
  await expect.element(notice).toHaveTextContent(reason);
  await expect.element(notice).toHaveTextContent(`Code: ${name}`);
  expect(screen.getByText("Loading the run").query()).toBeNull();
  expect(screen.getByRole("status", { name: "Loading the run" }).query()).toBeNull();
});

test("what is known of a run stays when the room closes", async () => {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <OpenCodeRun runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  fake.emits(message("m1"), text("p1", "m1", "What it said"));
  fake.connects({ status: "closed", error: { code: "token_expired", message: "The access has expired." } });
  await expect.element(screen.getByText("The access has expired.")).toBeVisible();
  await expect.element(screen.getByText("What it said")).toBeVisible();
});

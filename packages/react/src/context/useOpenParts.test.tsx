import { useState } from "react";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import type { FakeClient } from "../../tests/FakeClient.ts";
import { createFakeClient, message, RUN_ID, text, tool } from "../../tests/FakeClient.ts";
import type { OpenCodeRunProps } from "../index.ts";
import { OpenCodeProvider, OpenCodeRun } from "../index.ts";

type Props = Pick<OpenCodeRunProps, "openParts" | "defaultOpenParts" | "onOpenPartsChange">;

function createRun(): FakeClient {
  const fake = createFakeClient();
  fake.emits(message("msg_1"), tool("prt_1", "msg_1", "bash", { input: { command: "npm test" } }));
  fake.emits(text("prt_2", "msg_1", "Hm.", { type: "reasoning", startedAt: 1, endedAt: 2 }));
  return fake;
}

async function open(props: Props, fake = createRun()) {
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <OpenCodeRun runId={RUN_ID} {...props} />
    </OpenCodeProvider>,
  );
  return {
    card: screen.getByRole("button", { name: /npm test/ }),
    thought: screen.getByRole("button", { name: /Thought/ }),
  };
}

test("cards are open as the host starts them, and it is told of each change", async () => {
  const onOpenPartsChange = vi.fn<(partIds: readonly string[]) => void>();
  const { card, thought } = await open({ defaultOpenParts: ["prt_1"], onOpenPartsChange });
  await expect.element(card).toHaveAttribute("aria-expanded", "true");
  await thought.click();
  await expect.element(thought).toHaveAttribute("aria-expanded", "true");
  await card.click();
  await expect.element(card).toHaveAttribute("aria-expanded", "false");
  expect(onOpenPartsChange.mock.calls).toEqual([[["prt_1", "prt_2"]], [["prt_2"]]]);
});

test("a host that owns what is open decides", async () => {
  const onOpenPartsChange = vi.fn<(partIds: readonly string[]) => void>();
  const { card, thought } = await open({ openParts: ["prt_2"], onOpenPartsChange });
  await expect.element(thought).toHaveAttribute("aria-expanded", "true");
  await card.click();
  expect(onOpenPartsChange.mock.calls).toEqual([[["prt_2", "prt_1"]]]);
  await expect.element(card).toHaveAttribute("aria-expanded", "false");
});

test("a card that leaves the page and comes back is as the reader left it", async () => {
  const fake = createRun();
  function Toggle() {
    const [isShown, setShown] = useState(true);
    return (
      <>
        <button type="button" onClick={() => setShown(!isShown)}>
          Show
        </button>
        <OpenCodeProvider client={fake.client}>
          <OpenCodeRun runId={RUN_ID}>{isShown ? undefined : <p>Nothing</p>}</OpenCodeRun>
        </OpenCodeProvider>
      </>
    );
  }
  const screen = await render(<Toggle />);
  const card = screen.getByRole("button", { name: /npm test/ });
  await card.click();
  await screen.getByRole("button", { name: "Show" }).click();
  await expect.element(card).not.toBeInTheDocument();
  await screen.getByRole("button", { name: "Show" }).click();
  await expect.element(card).toHaveAttribute("aria-expanded", "true");
});

test("printing shows what is closed, and leaves it closed", async () => {
  const { card, thought } = await open({});
  window.dispatchEvent(new Event("beforeprint"));
  await expect.element(card).toHaveAttribute("aria-expanded", "true");
  await expect.element(thought).toHaveAttribute("aria-expanded", "true");
  window.dispatchEvent(new Event("afterprint"));
  await expect.element(card).toHaveAttribute("aria-expanded", "false");
});

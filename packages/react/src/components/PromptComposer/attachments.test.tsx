import type { PromptAttachment } from "@opencode-kit/client/protocol";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import type { PromptOptions } from "./PromptComposer.tsx";
import { PromptComposer } from "./PromptComposer.tsx";

type Submit = (prompt: string, options: PromptOptions) => Promise<void>;

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

const png = (name = "shot.png"): File => new File([bytes(PIXEL)], name, { type: "image/png" });

async function open(onSubmit: Submit = vi.fn<Submit>().mockResolvedValue(), disabledReason?: string) {
  const screen = await render(
    <PromptComposer attachments onSubmit={onSubmit} defaultValue="Look" disabledReason={disabledReason} />,
  );
  const field = screen.getByRole("textbox").element();
  const transfer = (files: readonly File[], text?: string): DataTransfer => {
    const data = new DataTransfer();
    for (const file of files) data.items.add(file);
    if (text !== undefined) data.setData("text/plain", text);
    return data;
  };
  return {
    screen,
    paste: (files: readonly File[], text?: string) => {
      const event = new ClipboardEvent("paste", {
        clipboardData: transfer(files, text),
        bubbles: true,
        cancelable: true,
      });
      field.dispatchEvent(event);
      return event;
    },
    drag: (type: "dragover" | "drop", files: readonly File[]) => {
      const event = new DragEvent(type, { dataTransfer: transfer(files), bubbles: true, cancelable: true });
      field.dispatchEvent(event);
      return event;
    },
    choose: async (...files: readonly File[]) => {
      const input = screen.container.querySelector<HTMLInputElement>("input[type='file']");
      if (input === null) throw new Error("There is no choice of files.");
      input.files = transfer(files).files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  };
}

async function sent(files: readonly File[]): Promise<readonly PromptAttachment[]> {
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const { screen, choose } = await open(onSubmit);
  await choose(...files);
  const send = screen.getByRole("button", { name: "Send" });
  await expect.element(screen.getByRole("list", { name: "Attached files" })).toBeVisible();
  await expect.element(send).toBeEnabled();
  await send.click();
  await expect.element(screen.getByRole("list")).not.toBeInTheDocument();
  return onSubmit.mock.calls[0]?.[1].attachments ?? [];
}

test("a pasted picture is shown, sent whole, and gone after", async () => {
  const onSubmit = vi.fn<Submit>().mockResolvedValue();
  const { screen, paste } = await open(onSubmit);
  expect(paste([png()]).defaultPrevented).toBe(true);
  await expect.element(screen.getByText("shot.png")).toBeVisible();
  await expect.element(screen.getByText("70 B")).toBeVisible();
  expect(screen.container.querySelector("img")?.src).toBe(`data:image/png;base64,${PIXEL}`);
  await screen.getByRole("button", { name: "Send" }).click();
  const attachments = [{ mime: "image/png", filename: "shot.png", base64: PIXEL }];
  expect(onSubmit.mock.calls).toEqual([["Look", { whenBusy: "followUp", attachments }]]);
  await expect.element(screen.getByText("shot.png")).not.toBeInTheDocument();
});

test("text that is pasted with a picture of it stays text", async () => {
  const { screen, paste } = await open();
  expect(paste([png()], "the text").defaultPrevented).toBe(false);
  expect(screen.getByText("shot.png").query()).toBeNull();
});

test("files are dropped on the composer, which says that it takes them", async () => {
  const { screen, drag } = await open();
  expect(drag("dragover", [png()]).defaultPrevented).toBe(true);
  await expect.element(screen.getByRole("textbox")).toHaveAttribute("placeholder", "Drop files to attach them");
  drag("drop", [png("dropped.png")]);
  await expect.element(screen.getByText("dropped.png")).toBeVisible();
  await expect.element(screen.getByRole("textbox")).not.toHaveAttribute("placeholder", "Drop files to attach them");
});

test("code and data go as plain text, whatever type the browser guesses", async () => {
  const files = [
    new File(['{"a":1}'], "data.json", { type: "application/json" }),
    new File(["const a = 1;"], "movie.ts", { type: "video/mp2t" }),
    new File(["# Grüße"], "notes.md", { type: "text/markdown" }),
    new File(["<svg/>"], "logo.svg", { type: "image/svg+xml" }),
  ];
  const attachments = await sent(files);
  expect(attachments.map(({ mime, filename }) => [filename, mime])).toEqual([
    ["data.json", "text/plain"],
    ["movie.ts", "text/plain"],
    ["notes.md", "text/markdown"],
    ["logo.svg", "text/plain"],
  ]);
  expect(attachments[1]?.base64).toBe(btoa("const a = 1;"));
});

test("what no model reads, and what is empty, is refused by name", async () => {
  const { screen, choose } = await open();
  await choose(
    new File([new Uint8Array([0, 159, 146, 150])], "app.exe", { type: "application/octet-stream" }),
    new File([new Uint8Array([77, 0, 90])], "old.bin"),
    new File([], "empty.txt", { type: "text/plain" }),
    png(),
  );
  await expect.element(screen.getByText("shot.png")).toBeVisible();
  const alert = screen.getByRole("alert");
  await expect.element(alert).toHaveTextContent("app.exe is not attached: only images, PDF and text can be.");
  await expect.element(alert).toHaveTextContent("old.bin is not attached: only images, PDF and text can be.");
  await expect.element(alert).toHaveTextContent("empty.txt is not attached: it is empty.");
});

test("more files than a prompt carries are refused", async () => {
  const { screen, choose } = await open();
  await choose(...Array.from({ length: 11 }, (_, at) => png(`shot-${at}.png`)));
  await expect.element(screen.getByText("shot-9.png")).toBeVisible();
  await expect
    .element(screen.getByRole("alert"))
    .toHaveTextContent("shot-10.png is not attached: 10 files are the most.");
  expect(screen.getByRole("listitem").elements()).toHaveLength(10);
});

test("files that are too large together are refused without being read", async () => {
  const { screen, choose } = await open();
  const large = new File([new Uint8Array(5_000_000).fill(65)], "large.txt", { type: "text/plain" });
  const larger = new File([new Uint8Array(5_000_000).fill(66)], "larger.txt", { type: "text/plain" });
  await choose(large, larger);
  await expect.element(screen.getByText("large.txt", { exact: true })).toBeVisible();
  await expect
    .element(screen.getByRole("alert"))
    .toHaveTextContent("larger.txt is not attached: all files together may have 9.0 MB.");
});

test("a file is taken off, and makes room for another", async () => {
  const { screen, choose } = await open();
  await choose(png("a.png"), png("b.png"));
  await screen.getByRole("button", { name: "Remove a.png" }).click();
  await expect.element(screen.getByText("a.png")).not.toBeInTheDocument();
  await expect.element(screen.getByText("b.png")).toBeVisible();
});

test("what was not taken by the room stays, text and files", async () => {
  const { screen, choose } = await open(() => Promise.reject(new Error("Away.")));
  await choose(png());
  await expect.element(screen.getByText("shot.png")).toBeVisible();
  await screen.getByRole("button", { name: "Send" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not sent. Away.");
  await expect.element(screen.getByText("shot.png")).toBeVisible();
  await expect.element(screen.getByRole("textbox")).toHaveValue("Look");
});

test("who may not send attaches nothing", async () => {
  const { screen, drag, paste } = await open(undefined, "You are a viewer.");
  await expect.element(screen.getByRole("button", { name: "Attach files" })).toBeDisabled();
  paste([png()]);
  // The page does not leave for the file all the same.
  expect(drag("drop", [png()]).defaultPrevented).toBe(true);
  expect(screen.getByText("shot.png").query()).toBeNull();
});

test("a host whose onSubmit knows nothing of files is offered none", async () => {
  const screen = await render(<PromptComposer onSubmit={() => Promise.resolve()} />);
  expect(screen.getByRole("button", { name: "Attach files" }).query()).toBeNull();
  const data = new DataTransfer();
  data.items.add(png());
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  screen.getByRole("textbox").element().dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});

test("a hostile or long name stays a name in a narrow line", async () => {
  const { screen, choose } = await open();
  await choose(png(`\u202egnp.<img src=x onerror=alert(1)>${"x".repeat(200)}.png`));
  const name = screen.getByText(/⟨U\+202E⟩gnp\.<img/);
  await expect.element(name).toBeVisible();
  expect(screen.getByRole("listitem").element().getBoundingClientRect().width).toBeLessThan(250);
});

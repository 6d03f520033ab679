import type { AttachmentContent } from "@opencode-kit/client/protocol";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { expect, test } from "vitest";
import { createFakeClient, message, ROOT, RUN_ID, tool } from "../../../tests/FakeClient.ts";
import { openRun } from "../../../tests/openRun.tsx";

/** One pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const SVG = btoa("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");

const file = (id: string, mime: string, extra = {}) =>
  ({
    type: "part.set",
    part: { id, messageId: "m1", sessionId: ROOT, type: "file", mime, filename: `${id}.x`, bytes: 2048, ...extra },
  }) as const;

async function open(getAttachment: (input: { readonly index?: number }) => Promise<AttachmentContent>) {
  const fake = createFakeClient({ getAttachment });
  const screen = await openRun(fake);
  return { fake, screen };
}

test("an image is shown when it is asked for, as a picture", async () => {
  const { fake, screen } = await open(async () => ({ mime: "image/png", base64: PNG }));
  fake.emits(message("m1", "user"), file("shot", "image/png"));
  await expect.element(screen.getByText("shot.x")).toBeVisible();
  await expect.element(screen.getByText("image/png · 2.0 kB")).toBeVisible();
  expect(screen.getByRole("img").query()).toBeNull();
  await screen.getByRole("button", { name: "Show image" }).click();
  const image = screen.getByRole("img", { name: "shot.x" });
  await expect.element(image).toHaveAttribute("src", `data:image/png;base64,${PNG}`);
  await expect.element(image).toHaveAttribute("width", "1");
  expect(fake.calls).toEqual([["getAttachment", { runId: RUN_ID, partId: "shot" }]]);
});

test("a tool's images are in its card, each under its number", async () => {
  const { fake, screen } = await open(async () => ({ mime: "image/png", base64: PNG }));
  const attachments = [{ mime: "application/pdf", filename: "a.pdf" }, { mime: "image/webp" }];
  fake.emits(message("m1"), tool("p1", "m1", "read", { input: { filePath: "a.webp" }, attachments }));
  await screen.getByRole("button", { name: /Read a.webp/ }).click();
  await expect.element(screen.getByText("a.pdf")).toBeVisible();
  await screen.getByRole("button", { name: "Show image" }).click();
  await expect.element(screen.getByRole("img", { name: "Image" })).toBeInTheDocument();
  expect(fake.calls).toEqual([["getAttachment", { runId: RUN_ID, partId: "p1", index: 1 }]]);
});

test("nothing else is ever shown as a picture", async () => {
  const { fake, screen } = await open(async () => ({ mime: "image/svg+xml", base64: SVG }));
  fake.emits(
    message("m1", "user"),
    file("vector", "image/svg+xml"),
    file("text", "text/plain", { filename: undefined, url: "file:src/a.ts" }),
    file("far", "image/png", { filename: undefined, url: "https://example.com/a.png?x" }),
  );
  await expect.element(screen.getByText("image/svg+xml · 2.0 kB")).toBeVisible();
  await expect.element(screen.getByText("src/a.ts")).toBeVisible();
  await expect.element(screen.getByText("https://example.com/a.png", { exact: true })).toBeVisible();
  expect(screen.getByRole("button", { name: "Show image" }).query()).toBeNull();
  // Whatever the part said, what came back counts.
  fake.emits(file("lie", "image/png"));
  await screen.getByRole("button", { name: "Show image" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("This is not an image that can be shown.");
  expect(screen.getByRole("img").query()).toBeNull();
});

test("an image that cannot be read or fetched says why", async () => {
  const answers = [
    () => Promise.reject(new Error("No answer.")),
    async () => ({ mime: "image/png", base64: SVG }),
    () => Promise.reject(new OpenCodeKitError("too_large", "The content is too large to be shown.")),
  ];
  const { fake, screen } = await open(async () => (await answers.shift()?.()) ?? { mime: "", base64: "" });
  fake.emits(message("m1", "user"), file("shot", "image/png"), file("big", "image/png"));
  const buttons = screen.getByRole("button", { name: "Show image" });
  await buttons.first().click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("Not loaded. No answer.");
  await buttons.first().click();
  await expect.element(screen.getByText("This is not an image that can be shown.")).toBeVisible();
  await screen.getByRole("button", { name: "Show image" }).click();
  await expect.element(screen.getByText("The content is too large to be shown.")).toBeVisible();
});

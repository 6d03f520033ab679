import { PromptComposer } from "@opencode-kit/react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent } from "storybook/test";
import { BothThemes } from "./scripted/Replay.tsx";

const meta: Meta<typeof PromptComposer> = { title: "PromptComposer", component: PromptComposer };
export default meta;

type Story = StoryObj<typeof PromptComposer>;

const accept = async (): Promise<void> => undefined;
const refuse = (): Promise<never> => Promise.reject(new Error("The room is busy with another run."));

export const Empty: Story = { render: () => <PromptComposer onSubmit={accept} /> };
export const Sending: Story = {
  render: () => <PromptComposer onSubmit={() => new Promise(() => undefined)} defaultValue="Build a slugify library" />,
  play: async ({ canvas }) => userEvent.type(canvas.getByRole("textbox"), "{Enter}"),
};
export const Failed: Story = {
  render: () => <PromptComposer onSubmit={refuse} defaultValue="Build a slugify library" />,
  play: async ({ canvas }) => {
    await userEvent.type(canvas.getByRole("textbox"), "{Enter}");
    await expect(await canvas.findByRole("alert")).toHaveTextContent("busy");
    await expect(canvas.getByRole("textbox")).toHaveValue("Build a slugify library");
  },
};
export const Disabled: Story = {
  render: () => (
    <PromptComposer onSubmit={accept} disabledReason="The agent is at work. Stop it, or wait for its end." />
  ),
};
/** The agent works: a prompt waits, or is read at once. */
export const Busy: Story = {
  render: () => <PromptComposer isBusy attachments onSubmit={accept} defaultValue="Then write the docs" />,
};

function picture(): File {
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 64;
  const pen = canvas.getContext("2d");
  if (pen !== null) {
    pen.fillStyle = "#3b57d0";
    pen.fillRect(0, 0, 64, 64);
    pen.fillStyle = "#ffffff";
    pen.fillRect(12, 30, 40, 22);
  }
  const bytes = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1] ?? ""), (char) => char.charCodeAt(0));
  return new File([bytes], "screenshot.png", { type: "image/png" });
}

function drop(field: HTMLElement, ...files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  field.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}

/** A picture, a text, one with a long name, and one that no model reads. */
export const Attachments: Story = {
  render: () => <PromptComposer isBusy attachments onSubmit={accept} defaultValue="Make the page look like this" />,
  play: async ({ canvas }) => {
    const binary = new Uint8Array([0, 255, 254, 0]);
    drop(
      canvas.getByRole("textbox"),
      picture(),
      new File(["{}"], "package.json", { type: "application/json" }),
      new File(["x".repeat(48_000)], `\u202E${"a-very-long-name-".repeat(8)}.md`, { type: "text/markdown" }),
      new File([binary], "app.exe", { type: "application/octet-stream" }),
    );
    await expect(await canvas.findByText("screenshot.png")).toBeVisible();
    await expect(await canvas.findByRole("alert")).toHaveTextContent("app.exe is not attached");
  },
};
export const RightToLeft: Story = {
  render: () => (
    <div dir="rtl">
      <PromptComposer isBusy attachments onSubmit={accept} defaultValue="اكتب الاختبارات ثم شغّلها" />
    </div>
  ),
};
export const TooLong: Story = {
  render: () => <PromptComposer onSubmit={accept} defaultValue={"word ".repeat(40_001)} />,
};
export const LightAndDark: Story = {
  render: () => (
    <BothThemes>
      {() => (
        <>
          <PromptComposer onSubmit={accept} />
          <PromptComposer
            onSubmit={accept}
            defaultValue={"Build a slugify library with a test.\nThen write the results to report.csv."}
          />
          <PromptComposer onSubmit={accept} disabledReason="The agent is at work." />
        </>
      )}
    </BothThemes>
  ),
};

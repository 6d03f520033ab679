import type { Preview } from "@storybook/react-vite";
import "@opencode-kit/react/styles.css";
import "./preview.css";
import "./looks/shadcn.css";
import "./looks/terminal.css";
import { Host } from "../stories/scripted/Host.tsx";
import { expectSilence, watchConsole } from "./watchConsole.ts";

const preview: Preview = {
  parameters: {
    layout: "padded",
    a11y: { test: "error" },
    controls: { disable: true },
    actions: { disable: true },
    options: {
      storySort: { order: ["OpenCodeRun", "DiffList", "ProcessPanel", "FileTree", "ArtifactButton", "PromptComposer"] },
    },
  },
  initialGlobals: {
    theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    look: "kit",
    direction: "ltr",
    density: "default",
    locale: "en",
  },
  globalTypes: {
    theme: choice("Theme", "contrast", { light: "Light", dark: "Dark" }),
    look: choice("Look", "paintbrush", { kit: "The kit’s own", shadcn: "A shadcn host", terminal: "Terminal" }),
    direction: choice("Direction", "transfer", { ltr: "Left to right", rtl: "Right to left" }),
    density: choice("Density", "component", { default: "Default", roomy: "Roomy", compact: "Compact" }),
    locale: choice("Language", "globe", { en: "English", de: "Deutsch" }),
  },
  beforeEach: watchConsole,
  afterEach: expectSilence,
  decorators: [
    (Story, { globals }) => (
      <Host
        theme={String(globals["theme"])}
        look={String(globals["look"])}
        direction={String(globals["direction"])}
        density={String(globals["density"])}
        locale={String(globals["locale"])}
      >
        <Story />
      </Host>
    ),
  ],
};

export default preview;

function choice(
  description: string,
  icon: "contrast" | "paintbrush" | "transfer" | "component" | "globe",
  titles: Readonly<Record<string, string>>,
) {
  const items = Object.entries(titles).map(([value, title]) => ({ value, title }));
  return { description, toolbar: { icon, items, dynamicTitle: true } };
}

import type { Preview } from "@storybook/react-vite";
import { useLayoutEffect } from "react";
import "@opencode-kit/react/styles.css";
import "./preview.css";

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
  initialGlobals: { theme: "light" },
  globalTypes: {
    theme: {
      description: "Theme",
      toolbar: {
        icon: "contrast",
        items: [
          { value: "light", title: "Light" },
          { value: "dark", title: "Dark" },
        ],
        dynamicTitle: true,
      },
    },
  },
  decorators: [
    (Story, { globals }) => {
      const theme: unknown = globals["theme"];
      useLayoutEffect(() => {
        document.documentElement.dataset["theme"] = theme === "dark" ? "dark" : "light";
      }, [theme]);
      return <Story />;
    },
  ],
};

export default preview;

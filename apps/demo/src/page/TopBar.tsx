import { Bot, FlaskConical, Monitor, Moon, Plus, Sun } from "lucide-react";
import { PresenceBar, RoomUsage } from "@opencode-kit/react";
import type { ReactNode } from "react";
import type { About } from "./useAbout.ts";
import { useTheme } from "./useTheme.ts";

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

type Props = { readonly room: string; readonly about: About | undefined; readonly onNewTask: () => void };

export function TopBar({ room, about, onNewTask }: Props): ReactNode {
  const [theme, nextTheme] = useTheme();
  const ThemeIcon = THEME_ICONS[theme];
  return (
    <header className="demo-bar">
      <h1 className="demo-name">OpenCode Kit</h1>
      <span className="demo-room">{room}</span>
      <span className="demo-space" />
      <PresenceBar />
      <span className="demo-usage">
        <RoomUsage />
      </span>
      {about === undefined ? null : about.model === null ? (
        <span
          className="demo-model"
          data-kind="scripted"
          title="Start with OPENAI_API_KEY and OPENAI_MODEL for a real model."
        >
          <FlaskConical size={14} aria-hidden /> Scripted model: no AI is answering
        </span>
      ) : (
        <span className="demo-model">
          <Bot size={14} aria-hidden /> {about.model}
        </span>
      )}
      <button
        type="button"
        className="demo-icon"
        onClick={nextTheme}
        aria-label={`Theme: ${theme}. Change`}
        title={`Theme: ${theme}`}
      >
        <ThemeIcon size={16} aria-hidden />
      </button>
      <button type="button" className="demo-new" onClick={onNewTask}>
        <Plus size={14} aria-hidden /> New task
      </button>
    </header>
  );
}

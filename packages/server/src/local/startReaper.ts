import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Knows what must not outlive this process, and clears it when this process ends, even by SIGKILL. */
export type Reaper = {
  /** Ends this process group, and whatever carries its mark, should this process end. */
  watch(group: number, mark: string): void;
  forget(group: number): void;
  /** Removes this folder when this process ends. */
  removeAtEnd(folder: string): void;
  /** Lets the reaper do now what is left to do; resolves when it has. */
  close(): Promise<void>;
};

/**
 * Starts a small process that holds a pipe from this one. A pipe ends with its writer, whatever ended the writer: what
 * the reaper was told to clear is cleared in every case.
 */
export function startReaper(): Reaper {
  const file = fileURLToPath(new URL(`./reap.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url));
  // A group of its own: Ctrl-C in a terminal signals the whole group of the foreground, and the reaper has to survive it.
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
    windowsHide: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  child.stdin.on("error", () => {});
  child.unref();
  const tell = (line: string): void => void child.stdin.write(`${line}\n`);
  return {
    watch: (group, mark) => tell(`+${group} ${mark}`),
    forget: (group) => tell(`-${group}`),
    removeAtEnd: (folder) => tell(`rm ${JSON.stringify(folder)}`),
    close: () => {
      child.ref();
      child.stdin.end();
      return ended;
    },
  };
}

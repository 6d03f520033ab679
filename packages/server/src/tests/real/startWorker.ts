import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../local/freePort.ts";
import { AGENT_MARK, endProcesses } from "../../local/processes.ts";
import { startReaper } from "../../local/startReaper.ts";

const START_MS = 60_000;
const POLL_MS = 50;
/** Lines of wrangler's output that are kept for the error when it does not start. */
const KEPT_LINES = 40;

/** The test's Worker in workerd, as `wrangler dev` runs it. */
export type RunningWorker = {
  /** `127.0.0.1:<port>`, the same after a restart. */
  readonly host: string;
  /** SIGKILL to wrangler and workerd; resolves when they are gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port and the same storage; resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it for good. */
  close(): Promise<void>;
};

export type WorkerOptions = {
  /** Folder for everything that wrangler and workerd write. */
  readonly folder: string;
  /** Variables of the Worker. */
  readonly vars: Readonly<Record<string, string>>;
};

/** Starts `worker.ts` from its sources on a free port. Nothing of it outlives this process, even if that is killed. */
export async function startWorker({ folder, vars }: WorkerOptions): Promise<RunningWorker> {
  const config = await writeConfig(folder, vars);
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const reaper = startReaper();
  reaper.removeAtEnd(folder);
  let end: (() => Promise<void>) | undefined;

  const kill = async (): Promise<void> => {
    const ending = end;
    end = undefined;
    await ending?.();
  };
  const start = async (): Promise<void> => {
    const mark = randomUUID();
    const child = spawn(process.execPath, wranglerArguments({ folder, config, port }), {
      cwd: folder,
      env: environment(folder, mark),
      // A group of its own, to end wrangler and workerd together.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { pid } = child;
    if (pid === undefined) throw new Error("wrangler could not be started");
    reaper.watch(pid, mark);
    end = async () => {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
      await endProcesses(pid, mark);
      reaper.forget(pid);
    };
    await untilItAnswers(`http://${host}/`, child);
  };

  const worker: RunningWorker = {
    host,
    kill,
    restart: async () => {
      await kill();
      await start();
    },
    close: async () => {
      await kill();
      await reaper.close();
    },
  };
  try {
    await start();
  } catch (error) {
    await worker.close();
    throw error;
  }
  return worker;
}

async function writeConfig(folder: string, vars: WorkerOptions["vars"]): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "wrangler.json");
  const config = {
    name: "opencode-kit-real",
    main: fileURLToPath(new URL("./worker.ts", import.meta.url)),
    compatibility_date: "2026-10-01",
    compatibility_flags: ["nodejs_compat"],
    durable_objects: {
      bindings: [
        { name: "OpenCodeRoom", class_name: "RealRoom" },
        { name: "ChatObject", class_name: "ChatObject" },
      ],
    },
    migrations: [{ tag: "v1", new_sqlite_classes: ["RealRoom", "ChatObject"] }],
    vars,
  };
  await writeFile(file, JSON.stringify(config));
  return file;
}

function wranglerArguments(options: { folder: string; config: string; port: number }): readonly string[] {
  const manifest = createRequire(import.meta.url).resolve("wrangler/package.json");
  const wrangler = join(dirname(manifest), "bin", "wrangler.js");
  const address = ["--ip", "127.0.0.1", "--port", String(options.port), "--inspector-port", "0"];
  return [
    wrangler,
    "dev",
    "--local",
    "--config",
    options.config,
    "--persist-to",
    join(options.folder, "state"),
    ...address,
  ];
}

/** Wrangler keeps to the test's folder, uses no network and takes the kit's packages from their sources. */
function environment(folder: string, mark: string): Record<string, string> {
  const { PATH = "", LANG = "C.UTF-8", MINIFLARE_WORKERD_PATH } = process.env;
  return {
    PATH,
    LANG,
    ...(MINIFLARE_WORKERD_PATH === undefined ? {} : { MINIFLARE_WORKERD_PATH }),
    [AGENT_MARK]: mark,
    HOME: folder,
    TMPDIR: folder,
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_DATA_HOME: join(folder, "data"),
    CI: "true",
    NO_COLOR: "1",
    DO_NOT_TRACK: "1",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_BUILD_CONDITIONS: "@opencode-kit/source,workerd,worker,browser",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    X_LOCAL_OBSERVABILITY: "false",
  };
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      lines.push(...text.split("\n").filter((line) => line.trim() !== ""));
      lines.splice(0, lines.length - KEPT_LINES);
    });
  }
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const status = await fetch(url, { signal: AbortSignal.timeout(START_MS) }).then(
      (response) => response.status,
      () => undefined,
    );
    // The Worker has nothing at its root, and says so.
    if (status === 404) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`wrangler dev did not answer. Its last output:\n${lines.join("\n")}`);
}

import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxSdk } from "../../cloudflare/SandboxSdk.ts";
import { createFakeBackups } from "./createFakeBackups.ts";
import { endProcessesOf } from "./endProcessesOf.ts";
import { FakeContainer } from "./FakeContainer.ts";
import { fakeContainerFetch } from "./fakeContainerFetch.ts";
import { fakeError, toFakeError } from "./fakeErrors.ts";
import { fakeExec } from "./fakeExec.ts";
import { fakeReadFile } from "./fakeReadFile.ts";
import { fakeWatch } from "./fakeWatch.ts";

/** A verb of the SDK whose next call can be made to fail. */
export type FakeVerb = keyof SandboxSdk;

export type FakeCloudflareSandbox = {
  /** As `getSandbox(…, { transport: "rpc", enableDefaultSession: false })` returns it. */
  readonly sdk: SandboxSdk;
  /** The workspace's folder of the fake's disk, absolute. Its counterpart in a container is `/workspace`. */
  readonly directory: string;
  /** The agent's home on the fake's disk, absolute. */
  readonly home: string;
  /** The bucket of the backups. */
  readonly bucket: {
    head(key: string): Promise<{ readonly size: number } | null>;
    delete(keys: string[]): Promise<void>;
  };
  /** What backups there are, by id. */
  backups(): Promise<readonly string[]>;
  /** The port that an address of a preview leads to; undefined for one that is not exposed. */
  previewPort(url: string): number | undefined;
  /** How often the container was started. */
  starts(): number;
  /** All processes gone at once, calls under way interrupted, an empty disk when it starts again. */
  killContainer(): Promise<void>;
  /** Each later start takes so long, in ms; `Infinity` never ends. Calls meanwhile are answered as the SDK does. */
  startsSlowly(ms: number): void;
  /** No container is to be had until it is called with false. */
  hasNoCapacity(isFull?: boolean): void;
  /** The next call of a verb fails with a code of the SDK's, or with plain words where the code is absent. */
  failsNext(verb: FakeVerb, code: string | undefined, message?: string): void;
  /** The next requests to a port are answered by this, in place of what listens there. */
  answersNext(answer: () => Response): void;
  /** Ends everything and removes the folder. */
  close(): Promise<void>;
};

/**
 * The Sandbox SDK in this process: a temporary folder for the disk, real child processes, real ports. What the SDK does
 * wrong it does wrong, too: its watch drops events in silence, `containerFetch` returns its failures, errors have lost
 * their class, and a killed container comes back empty.
 */
export async function createFakeCloudflareSandbox(): Promise<FakeCloudflareSandbox> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "opencode-kit-fake-")));
  const disk = join(root, "disk");
  const directory = join(disk, "workspace");
  const home = join(disk, "home", "opencode");
  const failures = new Map<FakeVerb, Error>();
  const answers: (() => Response)[] = [];
  const exposed = new Map<number, string>();
  const backups = createFakeBackups(join(root, "bucket"));

  const container = new FakeContainer(async () => {
    await rm(disk, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
  });
  const wipe = async (): Promise<void> => {
    container.lose();
    exposed.clear();
    await endProcessesOf(disk);
    await rm(disk, { recursive: true, force: true });
  };
  /** A verb of the SDK: it starts the container, and fails as it was told to. */
  const verb =
    <A extends readonly unknown[], R>(name: FakeVerb, run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const failure = failures.get(name);
      failures.delete(name);
      if (failure !== undefined) throw failure;
      await container.start();
      return container.untilLost(run(...args).catch((error: unknown) => Promise.reject(toFakeError(error))));
    };

  const sdk: SandboxSdk = {
    exec: verb("exec", (command, options) => fakeExec(command, disk, options)),
    containerFetch: async (request, portOrInit, port) => {
      if (failures.has("containerFetch")) await verb("containerFetch", async () => undefined)();
      const answer = answers.shift();
      return answer === undefined ? fakeContainerFetch(container, request, portOrInit, port) : answer();
    },
    readFile: verb("readFile", (path) => fakeReadFile(container, path)),
    watch: verb("watch", (path) => fakeWatch(container, path)),
    createBackup: verb("createBackup", backups.create),
    restoreBackup: verb("restoreBackup", backups.restore),
    exposePort: verb("exposePort", async (port, { hostname, name }) => {
      if (hostname.endsWith(".workers.dev")) throw fakeError("CUSTOM_DOMAIN_REQUIRED", "Needs a custom domain.");
      const url = `https://${port}-fake-token.${hostname}/`;
      exposed.set(port, new URL(url).host);
      return { url, port, name };
    }),
    unexposePort: async (port) => void exposed.delete(port),
    destroy: wipe,
  };

  return {
    sdk,
    directory,
    home,
    bucket: backups.bucket,
    backups: backups.list,
    previewPort: (url) => [...exposed].find(([, host]) => host === new URL(url).host)?.[0],
    starts: () => container.starts,
    killContainer: wipe,
    startsSlowly: (ms) => void (container.startMs = ms),
    hasNoCapacity: (isFull = true) => void (container.isFull = isFull),
    failsNext: (name, code, message = `The fake's ${name} failed.`) =>
      void failures.set(name, code === undefined ? new Error(message) : fakeError(code, message)),
    answersNext: (answer) => void answers.push(answer),
    close: async () => {
      await wipe();
      await rm(root, { recursive: true, force: true });
    },
  };
}

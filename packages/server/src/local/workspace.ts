import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { access, appendFile, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { finishRestore } from "./backups.ts";
import { diskFull } from "./toDiskError.ts";
import { unlessMissing } from "./unlessMissing.ts";

/** The folders of one sandbox. The agent's home is beside the workspace, so that no file of its own shows there. */
export type Workspace = {
  /** Absolute, without symbolic links. */
  readonly directory: string;
  readonly home: string;
};

/** A workspace that is there. Its id stays with its folder: one that is made anew has another. */
export type OpenWorkspace = Workspace & { readonly id: string };

/** Files of a new workspace: text by path, `/` between names. */
export type WorkspaceTemplate = Readonly<Record<string, string>>;

/**
 * Makes a sandbox's folders, or finds them. A new workspace is a git repository with one commit: without one OpenCode
 * reports no diffs. Throws `agent_unavailable` when git is missing, `disk_full`,
 * or the file system's own error.
 */
export async function openWorkspace(folder: string, template: WorkspaceTemplate = {}): Promise<OpenWorkspace> {
  await finishRestore(folder);
  const home = join(folder, "home");
  const workspace = join(folder, "workspace");
  const idFile = join(folder, "workspace.id");
  // Before the folder is made: a host that ends in between must not take it for the one that is gone.
  if (!(await exists(workspace))) await rm(idFile, { force: true });
  await Promise.all([mkdir(workspace, { recursive: true }), prepareHome(home)]);
  const directory = await realpath(workspace);
  if (!(await exists(join(directory, ".git", "kit-ready")))) {
    await createRepository(directory, home, template);
    await writeFile(join(directory, ".git", "kit-ready"), "");
  }
  return { id: await readOrMakeId(idFile), directory, home: await realpath(home) };
}

async function readOrMakeId(file: string): Promise<string> {
  const known = await unlessMissing(readFile(file, "utf8"));
  if (known !== undefined) return known;
  const id = randomUUID();
  await writeFile(`${file}.new`, id);
  await rename(`${file}.new`, file);
  return id;
}

async function createRepository(directory: string, home: string, template: WorkspaceTemplate): Promise<void> {
  for (const [path, text] of Object.entries(template)) {
    const file = resolve(directory, path);
    if (!file.startsWith(directory + sep)) {
      throw new OpenCodeKitError(
        "bad_request",
        `The template's file ${path} is outside the workspace: use a relative path.`,
      );
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const git = (...args: string[]): Promise<void> => runGit(directory, home, args);
  await git("init", "--quiet", "--initial-branch=main");
  await git("config", "user.name", "OpenCode");
  await git("config", "user.email", "opencode@localhost");
  await git("config", "commit.gpgsign", "false");
  await mkdir(join(directory, ".git", "info"), { recursive: true });
  await appendFile(join(directory, ".git", "info", "exclude"), "node_modules/\n");
  await git("add", "--all");
  await git("commit", "--quiet", "--allow-empty", "--no-verify", "--message=Start");
}

/**
 * OpenCode runs npm in the background to fetch its plugin library into a config folder that does not list it as
 * installed. These files say that it is: the agent starts offline and without 30 MB of packages.
 */
async function prepareHome(home: string): Promise<void> {
  const config = join(home, ".config", "opencode");
  await Promise.all([
    mkdir(join(config, "node_modules"), { recursive: true }),
    mkdir(join(home, "tmp"), { recursive: true }),
  ]);
  const dependencies = { "@opencode-ai/plugin": "*" };
  await writeFile(join(config, "package.json"), JSON.stringify({ private: true, dependencies }));
  const lock = { name: "opencode", lockfileVersion: 3, requires: true, packages: { "": { dependencies } } };
  await writeFile(join(config, "package-lock.json"), JSON.stringify(lock));
}

function runGit(directory: string, home: string, args: readonly string[]): Promise<void> {
  // The user's own git settings (signing, hooks, templates) must not decide how a workspace begins.
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" };
  return new Promise((done, fail) => {
    execFile("git", args, { cwd: directory, env, timeout: 30_000 }, (error, _stdout, stderr) => {
      if (error === null) done();
      else if (error.code === "ENOENT") {
        const message = "git is not installed: install git, which the agent needs to show what it changed.";
        fail(new OpenCodeKitError("agent_unavailable", message, { cause: error }));
      } else if (stderr.includes("No space left on device")) {
        fail(diskFull(error));
      } else {
        const message = `The workspace could not be made a git repository: ${stderr.trim().split("\n")[0] ?? error.message}`;
        fail(new OpenCodeKitError("agent_unavailable", message, { cause: error }));
      }
    });
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

import { execFileSync, spawn } from "node:child_process";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyTree } from "./copyTree.ts";

let folder: string;
let from: string;
let to: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "opencode-kit-test-"));
  from = join(folder, "from");
  to = join(folder, "to");
  await mkdir(from);
});

afterEach(() => rm(folder, { recursive: true }));

describe("copyTree", () => {
  it("keeps bytes, modes, times, links and empty folders", async () => {
    await mkdir(join(from, "a/empty"), { recursive: true });
    await writeFile(join(from, "a/script"), "text");
    await chmod(join(from, "a/script"), 0o755);
    await utimes(join(from, "a/script"), 1, 1_000_000);
    await symlink("../outside", join(from, "link"));
    expect(await copyTree(from, to)).toBe(4);
    expect(await readFile(join(to, "a/script"), "utf8")).toBe("text");
    const facts = await stat(join(to, "a/script"));
    expect([facts.mode & 0o777, facts.mtimeMs]).toEqual([0o755, 1_000_000_000]);
    expect(await readlink(join(to, "link"))).toBe("../outside");
    expect((await stat(join(to, "a/empty"))).isDirectory()).toBe(true);
  });

  it("leaves out what it is told to, pipes, sockets, and a lock that git holds", async () => {
    execFileSync("mkfifo", [join(from, "pipe")]);
    const server = createServer().listen(join(from, "socket"));
    await mkdir(join(from, "repository"));
    for (const name of ["repository/HEAD", "repository/index.lock", "index.lock", "skipped"]) {
      await writeFile(join(from, name), "");
    }
    await copyTree(from, to, { skip: (path) => path === "skipped" });
    server.close();
    expect((await readdir(to, { recursive: true })).sort()).toEqual(["index.lock", "repository", "repository/HEAD"]);
  });

  it("ends when its signal aborts", async () => {
    await writeFile(join(from, "a"), "");
    await expect(copyTree(from, to, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    await expect(lstat(join(to, "a"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("copies a database that another process writes to as it was at one moment", async () => {
    const program = `
      const { DatabaseSync } = require("node:sqlite");
      const db = new DatabaseSync(process.argv[1]);
      db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 100");
      db.exec("CREATE TABLE a (n INTEGER, filler TEXT); CREATE TABLE b (n INTEGER, filler TEXT)");
      console.log("ready");
      let n = 0;
      setInterval(() => {
        for (let i = 0; i < 5; i += 1, n += 1) {
          db.exec("BEGIN");
          for (const table of ["a", "b"]) db.exec("INSERT INTO " + table + " VALUES (" + n + ", '" + "x".repeat(2000) + "')");
          db.exec("COMMIT");
        }
      }, 10);
    `;
    const args = ["--disable-warning=ExperimentalWarning", "--eval", program, join(from, "data.db")];
    const writer = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => writer.stdout.once("data", resolve));
    try {
      let last = 0;
      for (let round = 0; last < 500; round += 1) {
        const copy = join(folder, `copy-${round}`);
        await copyTree(from, copy);
        const db = new DatabaseSync(join(copy, "data.db"));
        expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
        const { a, b } = db.prepare("SELECT (SELECT count(*) FROM a) a, (SELECT count(*) FROM b) b").get() ?? {};
        db.close();
        expect(b).toBe(a);
        expect(Number(a)).toBeGreaterThanOrEqual(last);
        last = Number(a);
      }
    } finally {
      const ended = new Promise((resolve) => writer.once("exit", resolve));
      writer.kill("SIGKILL");
      await ended;
    }
  });
});

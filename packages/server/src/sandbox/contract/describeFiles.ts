import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ByteRange, SandboxPort } from "../SandboxPort.ts";
import { HOSTILE_NAMES } from "./hostileNames.ts";
import type { OpenedForTest, OpenForTest } from "./OpenedForTest.ts";

const LARGE_BYTES = 64 * 1024 * 1024;
const MANY = 12_000;

export function describeFiles(open: OpenForTest): void {
  describe("files", () => {
    let opened: OpenedForTest;
    let sandbox: SandboxPort;
    const at = (path: string): string => join(opened.directory, path);
    const paths = async (): Promise<readonly string[]> =>
      (await sandbox.listFiles()).entries.map(({ path }) => path).sort();
    const children = async (folder: string): Promise<readonly string[]> =>
      (await sandbox.listFolder(folder)).entries.map(({ path }) => path).sort();

    beforeAll(async () => {
      opened = await open();
      sandbox = opened.sandbox;
      await sandbox.openWorkspace();
    });

    afterAll(() => opened?.close());

    beforeEach(async () => {
      for (const name of await readdir(opened.directory)) {
        if (name !== ".git") await rm(at(name), { recursive: true });
      }
    });

    it("are none in a new workspace", async () => {
      expect(await sandbox.listFiles()).toEqual({ entries: [], truncated: false });
      expect(await sandbox.listFolder("")).toEqual({ entries: [], truncated: false });
    });

    it("are listed with their facts, the shallowest first", async () => {
      await mkdir(at("a/b"), { recursive: true });
      await writeFile(at("a/b/deep.txt"), "deep");
      await writeFile(at("z.txt"), "text");
      const { entries, truncated } = await sandbox.listFiles();
      const byPath = new Map(entries.map((entry) => [entry.path, entry]));
      expect(byPath.get("z.txt")).toMatchObject({ kind: "file", size: 4 });
      expect(byPath.get("a/b")).toMatchObject({ kind: "directory" });
      expect(byPath.get("a/b/deep.txt")).toMatchObject({ kind: "file", size: 4 });
      const depths = entries.map(({ path }) => path.split("/").length);
      expect(depths).toEqual([...depths].sort());
      expect(truncated).toBe(false);
      expect(Math.abs(Date.now() - (byPath.get("z.txt")?.modifiedAt ?? 0))).toBeLessThan(60_000);
    });

    it.each(HOSTILE_NAMES)("are listed, told and read by the name %j", async (name) => {
      await mkdir(at(`folder ${name.slice(0, 100)}`));
      const path = `folder ${name.slice(0, 100)}/${name}`;
      await writeFile(at(path), "content");
      expect(await paths()).toContain(path);
      expect(await children(`folder ${name.slice(0, 100)}`)).toEqual([path]);
      expect(await sandbox.statFile(path)).toMatchObject({ path, kind: "file", size: 7 });
      expect(await readText(sandbox, path)).toBe("content");
    });

    it("are read whatever they hold, and when they are empty", async () => {
      const bytes = randomBytes(300_000);
      await writeFile(at("binary"), bytes);
      await writeFile(at("empty"), "");
      expect((await readBytes(sandbox, "binary")).equals(bytes)).toBe(true);
      const { body, ...facts } = await sandbox.readFile("empty");
      expect([facts, await new Response(body).text()]).toEqual([{ size: 0, offset: 0, length: 0 }, ""]);
    });

    it.each<[ByteRange, string, number]>([
      [{ offset: 0, length: 3 }, "012", 0],
      [{ offset: 3 }, "3456789", 3],
      [{ offset: 8, length: 100 }, "89", 8],
      [{ offset: 4, length: 0 }, "", 4],
      [{ offset: 10 }, "", 10],
      [{ offset: 50, length: 5 }, "", 10],
    ])("are read by the range %o", async (range, text, offset) => {
      await writeFile(at("digits"), "0123456789");
      const { body, ...facts } = await sandbox.readFile("digits", range);
      expect(await new Response(body).text()).toBe(text);
      expect(facts).toEqual({ size: 10, offset, length: text.length });
    });

    it.each<ByteRange>([{ offset: -1 }, { offset: 0.5 }, { offset: 0, length: -1 }, { offset: Number.NaN }])(
      "are not read by the range %o",
      async (range) => {
        await writeFile(at("digits"), "0123456789");
        await expect(sandbox.readFile("digits", range)).rejects.toMatchObject({ code: "bad_request" });
      },
    );

    it("stream, however large they are, and can be left off", async () => {
      const block = randomBytes(1024 * 1024);
      await writeFile(at("large"), Buffer.concat(Array.from({ length: LARGE_BYTES / block.length }, () => block)));
      const whole = await sandbox.readFile("large");
      expect(whole.size).toBe(LARGE_BYTES);
      let [bytes, chunks] = [0, 0];
      for await (const chunk of whole.body) {
        bytes += chunk.length;
        chunks += 1;
      }
      expect(bytes).toBe(LARGE_BYTES);
      expect(chunks).toBeGreaterThan(8);
      const range = { offset: LARGE_BYTES - block.length - 10, length: block.length };
      const part = await readBytes(sandbox, "large", range);
      expect(part.equals(Buffer.concat([block.subarray(-10), block.subarray(0, -10)]))).toBe(true);
      await (await sandbox.readFile("large")).body.cancel();
      expect(await readBytes(sandbox, "large", { offset: 0, length: 4 })).toEqual(block.subarray(0, 4));
    });

    it("that are there no more, or never were, are not found", async () => {
      await writeFile(at("file"), "");
      for (const path of ["missing", "file/below", "%2e%2e/file", "y".repeat(300)]) {
        await expect(sandbox.readFile(path)).rejects.toMatchObject({ name: "OpenCodeKitError", code: "not_found" });
        await expect(sandbox.statFile(path)).rejects.toMatchObject({ code: "not_found" });
        await expect(sandbox.listFolder(path)).rejects.toMatchObject({ code: "not_found" });
      }
      await expect(sandbox.listFolder("file")).rejects.toMatchObject({ code: "not_found" });
    });

    it("outside of the workspace are told from missing ones, by whatever way they are asked for", async () => {
      await mkdir(at("folder"));
      await symlink("/etc/passwd", at("link"));
      await symlink("/etc", at("folder/link"));
      await symlink("../../..", at("folder/up"));
      for (const path of ["link", "..", "../x", "folder/../../x", "folder/link/passwd", "folder/up"]) {
        await expect(sandbox.readFile(path)).rejects.toMatchObject({ code: "outside_workspace" });
        await expect(sandbox.statFile(path)).rejects.toMatchObject({ code: "outside_workspace" });
      }
      await expect(sandbox.listFolder("folder/link")).rejects.toMatchObject({ code: "outside_workspace" });
      await expect(sandbox.listFolder("..")).rejects.toMatchObject({ code: "outside_workspace" });
      expect(await paths()).toEqual(["folder"]);
    });

    it("are read by a link inside of the workspace", async () => {
      await mkdir(at("folder"));
      await writeFile(at("folder/file"), "text");
      await symlink("folder/file", at("link"));
      expect(await readText(sandbox, "link")).toBe("text");
      expect(await sandbox.statFile("link")).toMatchObject({ path: "link", kind: "file", size: 4 });
      expect(await readText(sandbox, "folder/../folder/file")).toBe("text");
    });

    it("are not what a folder is", async () => {
      await mkdir(at("folder"));
      await symlink("folder", at("link"));
      await expect(sandbox.readFile("folder")).rejects.toMatchObject({ code: "is_directory" });
      await expect(sandbox.readFile("link")).rejects.toMatchObject({ code: "is_directory" });
      expect(await sandbox.statFile("folder")).toMatchObject({ path: "folder", kind: "directory" });
    });

    it("have a relative path", async () => {
      for (const path of ["", "a\0b", "/etc/passwd", at("x")]) {
        await expect(sandbox.readFile(path)).rejects.toMatchObject({ code: "bad_request" });
        await expect(sandbox.statFile(path)).rejects.toMatchObject({ code: "bad_request" });
      }
      await expect(sandbox.listFolder("a\0b")).rejects.toMatchObject({ code: "bad_request" });
      await expect(sandbox.listFolder("/etc")).rejects.toMatchObject({ code: "bad_request" });
    });

    it("that are ignored are left out of the listing, and shown in their folder", async () => {
      await mkdir(at("node_modules/x"), { recursive: true });
      await mkdir(at("src/build/keep"), { recursive: true });
      await writeFile(at(".gitignore"), "*.log\nbuild/\n!important.log\n");
      await writeFile(at("src/.gitignore"), "!kept.log\n/only-here\n");
      for (const path of ["a.log", "important.log", "src/kept.log", "src/only-here", "only-here", "src/build/x"]) {
        await writeFile(at(path), "");
      }
      expect(await paths()).toEqual(
        [".gitignore", "important.log", "only-here", "src", "src/.gitignore", "src/kept.log"].sort(),
      );
      expect(await children("")).toEqual(
        [".gitignore", "a.log", "important.log", "node_modules", "only-here", "src"].sort(),
      );
      expect(await children("src/build")).toEqual(["src/build/keep", "src/build/x"]);
      expect(await children("node_modules")).toEqual(["node_modules/x"]);
    });

    it("are listed up to a limit, which is said", async () => {
      await mkdir(at("many"));
      for (let i = 0; i < MANY; i += 500) {
        await Promise.all(Array.from({ length: 500 }, (_, j) => writeFile(at(`many/${i + j}`), "")));
      }
      await writeFile(at("shallow"), "");
      const { entries, truncated } = await sandbox.listFiles();
      expect(truncated).toBe(entries.length < MANY + 2);
      expect(entries.map(({ path }) => path)).toEqual(expect.arrayContaining(["many", "shallow"]));
      expect(new Set(entries.map(({ path }) => path)).size).toBe(entries.length);
      expect(entries.length).toBeGreaterThan(1000);
    });

    it("that stand in the way of a listing do not end it", async () => {
      await mkdir(at("closed"));
      await writeFile(at("closed/file"), "");
      await chmod(at("closed"), 0);
      await symlink("nowhere", at("broken"));
      await symlink("circle", at("circle"));
      await writeFile(at("file"), "");
      expect(await paths()).toEqual(expect.arrayContaining(["file"]));
      expect(await children("")).toEqual(expect.arrayContaining(["file"]));
      await expect(sandbox.readFile("circle")).rejects.toMatchObject({ code: "not_found" });
      await chmod(at("closed"), 0o755);
    });
  });
}

async function readBytes(sandbox: SandboxPort, path: string, range?: ByteRange): Promise<Buffer> {
  return Buffer.from(await new Response((await sandbox.readFile(path, range)).body).arrayBuffer());
}

async function readText(sandbox: SandboxPort, path: string): Promise<string> {
  return (await readBytes(sandbox, path)).toString();
}

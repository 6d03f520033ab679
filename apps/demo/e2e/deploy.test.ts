import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const APP = fileURLToPath(new URL("..", import.meta.url));
const WRANGLER = join(dirname(createRequire(import.meta.url).resolve("wrangler/package.json")), "bin", "wrangler.js");

let folder: string;
let output: string;

/** What `npm run deploy` sends, with a page of one line: the image needs Docker, so that it is left out. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "oc-deploy-"));
  const assets = join(folder, "assets");
  await mkdir(assets);
  await writeFile(join(assets, "index.html"), "<!doctype html>");
  const args = ["deploy", "--dry-run", "--containers-rollout=none", "--config", "wrangler.deploy.jsonc"];
  const places = ["--assets", assets, "--outdir", join(folder, "out")];
  const env = {
    ...process.env,
    NO_COLOR: "1",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: join(folder, "logs"),
    WRANGLER_BUILD_CONDITIONS: "@opencode-kit/source,workerd,worker,browser",
  };
  output = await new Promise((resolve, reject) => {
    execFile(process.execPath, [WRANGLER, ...args, ...places], { cwd: APP, env, timeout: 120_000 }, (error, out, err) =>
      error === null ? resolve(out) : reject(new Error(out + err)),
    );
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the demo's Worker, as it is deployed", () => {
  it.each([
    ["the room's object", /env\.OpenCodeRoom \(DemoRoom\)\s+Durable Object/],
    ["the container's object", /env\.Sandbox \(Sandbox\)\s+Durable Object/],
    ["the bucket of the backups", /env\.BACKUP_BUCKET \(opencode-kit-backups\)\s+R2 Bucket/],
    ["the container with the demo's image", /-sandbox \(.*Dockerfile\)/],
  ])("has %s", (_what, line) => {
    expect(output).toMatch(line);
  });

  it("exports all that its bindings name, and what stands between container and network", async () => {
    const code = await readFile(join(folder, "out", "worker.js"), "utf8");
    const exported = code.slice(code.lastIndexOf("export {") + 8).split("}")[0] ?? "";
    const names = exported.split(",").map((each) => each.trim().split(" as ").at(-1));
    expect(names).toEqual(expect.arrayContaining(["ContainerProxy", "DemoRoom", "Sandbox", "default"]));
  });

  it("has OpenCode and the container's server in the versions that the kit is tested with", async () => {
    const dockerfile = await readFile(join(APP, "Dockerfile"), "utf8");
    const server = await readFile(join(APP, "../../packages/server/package.json"), "utf8");
    const { dependencies } = JSON.parse(server) as { dependencies: Record<string, string> };
    expect(dockerfile).toContain(`FROM docker.io/cloudflare/sandbox:${dependencies["@cloudflare/sandbox"]}\n`);
    expect(dockerfile).toContain(`OPENCODE_VERSION=${dependencies["opencode-ai"]}\n`);
  });
});

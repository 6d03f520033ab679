/** Unpacks the headless Chromium of the npm package `@sparticuz/chromium` once, into the cache of this checkout. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const LAUNCHER = "chromium-headless";

// The package's own libraries and font stand in for those that a bare system lacks; its font settings name fixed places.
const LAUNCHER_SCRIPT = `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/al2023/lib"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="\${FONTCONFIG_PATH:-$here/fonts}"
exec "$here/chromium" "$@"
`;

const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** The path of the unpacked browser, or undefined where the package has none for this platform. */
export async function unpackChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const entry = resolvePackage();
  if (entry === undefined) return undefined;
  const { version } = JSON.parse(await readFile(join(dirname(entry), "..", "package.json"), "utf8"));
  const cache = fileURLToPath(new URL("../../node_modules/.cache/opencode-kit", import.meta.url));
  const target = join(cache, `chromium-${version}`);
  if (!existsSync(target)) await unpack(entry, cache, target);
  return join(target, LAUNCHER);
}

function resolvePackage() {
  try {
    return createRequire(import.meta.url).resolve("@sparticuz/chromium");
  } catch {
    return undefined;
  }
}

async function unpack(entry, cache, target) {
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, "chromium-partial-"));
  try {
    unpackInto(partial, entry);
    await writeFile(join(partial, "fonts", "fonts.conf"), FONTS_CONF);
    await writeFile(join(partial, LAUNCHER), LAUNCHER_SCRIPT);
    await chmod(join(partial, LAUNCHER), 0o755);
    await chmod(partial, 0o755);
    // A run beside this one may have finished first; its copy is as good.
    await rename(partial, target).catch((error) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The package unpacks into the system's temporary folder, and its libraries only on Lambda; the variables steer both. */
function unpackInto(folder, entry) {
  const script = "const { default: chromium } = await import(process.argv[1]); await chromium.executablePath();";
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", script, pathToFileURL(entry).href],
    { encoding: "utf8", env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" } },
  );
  if (status !== 0) throw new Error(`The Chromium of @sparticuz/chromium could not be unpacked: ${stderr.trim()}`);
}

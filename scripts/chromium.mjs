/** Finds a Chromium for the browser tests: the one named by CHROMIUM_PATH, an installed one, or the one from npm. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { unpackChromium } from "./chromium/unpackChromium.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const QUIET = [
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Options for Playwright's `chromium.launch` and for Vitest's browser provider. */
export async function chromiumLaunchOptions() {
  // Chromium's own sandbox needs kernel features that root and most containers do not have.
  const args = process.platform === "linux" ? ["--no-sandbox", ...QUIET] : QUIET;
  return { executablePath: await findChromium(), args };
}

async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") {
    if (starts(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not start: set it to a Chromium or Chrome, or unset it.`);
  }
  const installed = installedPlaces().find((place) => existsSync(place) && starts(place));
  if (installed !== undefined) return installed;
  const unpacked = await unpackChromium();
  if (unpacked !== undefined && starts(unpacked)) return unpacked;
  throw new Error(
    "No Chromium was found: install Chromium or Chrome, or set CHROMIUM_PATH to one, and run this again.",
  );
}

function installedPlaces() {
  if (process.platform === "darwin") return macPlaces();
  if (process.platform === "win32") return windowsPlaces();
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function macPlaces() {
  const apps = ["Google Chrome", "Chromium", "Microsoft Edge"];
  const folders = ["/Applications", join(homedir(), "Applications")];
  return folders.flatMap((folder) => apps.map((app) => join(folder, `${app}.app`, "Contents", "MacOS", app)));
}

function windowsPlaces() {
  const { LOCALAPPDATA, PROGRAMFILES, "PROGRAMFILES(X86)": programFilesX86 } = process.env;
  const folders = [PROGRAMFILES, programFilesX86, LOCALAPPDATA].filter((folder) => folder !== undefined);
  return folders.flatMap((folder) => [
    join(folder, "Google", "Chrome", "Application", "chrome.exe"),
    join(folder, "Chromium", "Application", "chrome.exe"),
    join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
  ]);
}

/** A distribution's `chromium` may be a stub that only asks to install another package, so it is asked for its version. */
function starts(path) {
  // On Windows `--version` opens a window instead of printing.
  if (process.platform === "win32") return existsSync(path);
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 15_000 });
  return status === 0 && /chrom|edge/i.test(stdout);
}

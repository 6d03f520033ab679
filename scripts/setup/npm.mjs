import { spawn } from "node:child_process";
import { endSignal } from "../run.mjs";
import { SetupError } from "./SetupError.mjs";

const OFFLINE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b/;

// A registry that cannot be reached is said in seconds and not after npm's own minutes; a warm cache needs no registry.
const OPTIONS = [
  "--prefer-offline",
  "--loglevel=error",
  "--no-audit",
  "--no-fund",
  "--no-progress",
  "--ignore-scripts",
  "--fetch-retries=3",
  "--fetch-retry-factor=2",
  "--fetch-retry-mintimeout=1000",
];

/** Runs npm to its end. `what` completes the sentence "… could not be installed". */
export async function npm(args, { cwd, node = process.execPath, what }) {
  const { code, output } = await run([...args, ...OPTIONS], { cwd, node });
  if (code === 0) return;
  if (OFFLINE.test(output)) {
    throw new SetupError(
      `${what} could not be installed because the npm registry cannot be reached: connect to the network, or name a registry that can be reached with \`npm config set registry <url>\`, and run the command again.`,
    );
  }
  if (/\bENOSPC\b/.test(output)) {
    throw new SetupError(`${what} could not be installed because the disk is full: free about 2 GB and run it again.`);
  }
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    throw new SetupError(
      `${what} could not be installed because this user may not write to ${cwd}: make the folder yours and run it again.`,
    );
  }
  throw new SetupError(`${output.trim()}\n${what} could not be installed: npm's message above says why.`);
}

function run(args, { cwd, node }) {
  const [command, ...first] = npmCommand(node);
  const child = spawn(command, [...first, ...args], {
    cwd,
    signal: endSignal,
    env: npmEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32" && command === "npm",
  });
  let output = "";
  const keep = (chunk) => (output = (output + chunk).slice(-20_000));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      reject(error.code === "ENOENT" ? new SetupError("npm was not found: install Node.js together with npm.") : error);
    });
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** npm says where it is to the scripts that it runs; a script that was started by hand asks the PATH. */
function npmCommand(node) {
  const script = process.env.npm_execpath;
  return script !== undefined && /npm-cli\.[cm]?js$/.test(script) ? [node, script] : ["npm"];
}

/** What a workspace run or a global flag of the outer npm set must not reach the inner one. */
function npmEnvironment() {
  const env = { ...process.env, NODE_ENV: "development" };
  const scoped = /^npm_config_(global|prefix|local_prefix|workspace|workspaces|omit|only|production|dry_run)$/i;
  for (const name of Object.keys(env)) if (scoped.test(name)) delete env[name];
  return env;
}

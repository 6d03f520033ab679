import { delimiter, dirname, join } from "node:path";
import { AGENT_MARK } from "./processes.ts";

/** Of the host's own environment, what the agent may see: locale, time zone, and what Windows cannot run without. */
const PASSED_ON = [
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TERM",
  "SystemRoot",
  "SystemDrive",
  "ComSpec",
  "PATHEXT",
  "WINDIR",
];
const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

export type AgentEnvironmentOptions = {
  /** The agent's own home folder. */
  readonly home: string;
  /** `OPENCODE_CONFIG_CONTENT`. */
  readonly config: string;
  readonly password: string;
  /** Told to every process that the agent starts, so that they can be found again. */
  readonly mark: string;
  readonly ripgrep: string;
  /** Default: the running Node. */
  readonly node?: string;
};

/**
 * The whole environment of the agent. Its shell tool inherits this, so nothing of the host's environment is in it but
 * what is named here.
 */
export function agentEnvironment(options: AgentEnvironmentOptions): Record<string, string> {
  const { home, config, password, mark, ripgrep, node = process.execPath } = options;
  const env: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const systemPath = process.platform === "win32" ? [process.env["PATH"] ?? ""] : SYSTEM_PATH;
  return {
    ...env,
    PATH: [dirname(node), dirname(ripgrep), ...systemPath].join(delimiter),
    HOME: home,
    USERPROFILE: home,
    TMPDIR: join(home, "tmp"),
    XDG_DATA_HOME: join(home, ".local", "share"),
    XDG_STATE_HOME: join(home, ".local", "state"),
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_CACHE_HOME: join(home, ".cache"),
    [AGENT_MARK]: mark,
    OPENCODE_CONFIG_CONTENT: config,
    OPENCODE_SERVER_PASSWORD: password,
    OPENCODE_DISABLE_AUTOUPDATE: "1",
    OPENCODE_DISABLE_MODELS_FETCH: "1",
    OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
    OPENCODE_DISABLE_SHARE: "1",
    OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
    // Instructions and skills of another agent on this machine are not the workspace's.
    OPENCODE_DISABLE_CLAUDE_CODE: "1",
    GIT_CONFIG_NOSYSTEM: "1",
    // npm's update notice and telemetry are network traffic that nobody asked for.
    NO_UPDATE_NOTIFIER: "1",
  };
}

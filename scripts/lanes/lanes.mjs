/**
 * The import rules of the house. In a package, a lane is a folder of `src`; it imports itself and the lanes listed
 * before it. Files directly in `src` come last. Apps have no lanes.
 */
export const LANES = {
  "packages/client": {
    order: [
      "lib",
      "protocol",
      "state",
      "opencode",
      "source",
      "room",
      "transport",
      "client",
      "recording",
      "testing",
      "cli",
    ],
    pure: ["lib", "protocol", "state", "opencode"],
    node: ["cli"],
    sealed: ["testing", "cli"],
    kit: [],
  },
  "packages/react": {
    order: ["lib", "labels", "queries", "context", "hooks", "components", "styles"],
    pure: [],
    node: [],
    sealed: [],
    kit: [
      "@opencode-kit/client",
      "@opencode-kit/client/protocol",
      "@opencode-kit/client/state",
      "@opencode-kit/client/recording",
    ],
  },
  "packages/server": {
    order: [
      "lib",
      "storage",
      "access",
      "providers",
      "sandbox",
      "cloudflare",
      "files",
      "backups",
      "artifacts",
      "room",
      "commands",
      "run",
      "tool",
      "local",
      "testing",
    ],
    pure: [],
    node: ["local", "testing"],
    sealed: ["local", "testing"],
    kit: [
      "@opencode-kit/client/protocol",
      "@opencode-kit/client/state",
      "@opencode-kit/client/opencode",
      "@opencode-kit/client/source",
      "@opencode-kit/client/room",
    ],
  },
};

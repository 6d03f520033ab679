import type { Plugin } from "vite";

export type VitePluginOptions = {
  /** Folder of the workspaces. */
  readonly root: string;
  readonly close: () => Promise<void>;
};

/** Ends the sandbox host with the dev server, and keeps what the agent writes from reloading the page. */
export function createVitePlugin({ root, close }: VitePluginOptions): Plugin {
  return {
    name: "opencode-kit:local-sandbox",
    apply: "serve",
    config: () => ({ server: { watch: { ignored: [`${root.replaceAll("\\", "/")}/**`] } } }),
    configureServer: (server) => {
      server.httpServer?.once("close", () => void close());
    },
    closeBundle: close,
  };
}

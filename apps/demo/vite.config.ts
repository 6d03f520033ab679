import { cloudflare } from "@cloudflare/vite-plugin";
import { startLocalSandbox } from "@opencode-kit/server/local";
import { SCRIPTED_PERMISSION, startScriptedModel } from "@opencode-kit/server/testing";
import react from "@vitejs/plugin-react";
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { claimDataFolder } from "./claimDataFolder.ts";

// Nothing here needs the real location of requests, and a machine without a network would wait for it.
process.env["CLOUDFLARE_CF_FETCH_ENABLED"] ??= "false";

/** The packages of this workspace are used from their sources, without a build. */
const SOURCE = "@opencode-kit/source";

export default defineConfig(async ({ command }) => {
  const isServing = command === "serve";
  // Where the demo keeps its rooms: workspaces, agent homes and the Durable Objects' storage.
  const wanted = resolve(process.env["OPENCODE_KIT_DATA"] ?? ".opencode-kit");
  const data = isServing ? claimDataFolder(wanted, (line) => console.log(`[demo] ${line}`)) : wanted;
  const local = isServing
    ? await startLocalSandbox({
        root: data,
        scripted: () => startScriptedModel({ pace: process.env["OPENCODE_KIT_PACE"] === "fast" ? "fast" : "live" }),
        scriptedPermission: { bash: SCRIPTED_PERMISSION },
      })
    : undefined;
  return {
    plugins: [
      react(),
      local?.plugin,
      cloudflare({
        persistState: { path: resolve(data, "state") },
        inspectorPort: false,
        config: {
          vars: {
            ...local?.vars,
            DEMO_SECRET: randomBytes(32).toString("base64url"),
            DEMO_BUDGET: process.env["OPENCODE_KIT_BUDGET"] ?? "",
            ...(local?.model === undefined ? {} : { DEMO_MODEL: local.model }),
          },
        },
      }),
    ],
    // What the highlighter's worker imports would be met late, and reload the page under its reader.
    optimizeDeps: {
      include: [
        "@opencode-kit/react > shiki > @shikijs/core",
        "@opencode-kit/react > shiki > @shikijs/engine-javascript",
      ],
      exclude: ["shiki", "@shikijs/langs"],
    },
    resolve: { conditions: [SOURCE, "module", "browser", "development|production"] },
    environments: {
      opencode_kit_demo: {
        resolve: { conditions: [SOURCE, "workerd", "worker", "module", "browser", "development|production"] },
      },
    },
    server: { host: "127.0.0.1", port: Number(process.env["OPENCODE_KIT_PORT"] ?? 5173) },
    clearScreen: false,
  };
});

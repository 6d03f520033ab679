import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { createScene } from "./createScene.ts";
import { Scene } from "./Scene.tsx";

/** Runs in a page under a strict content security policy; the test reads what it keeps here. */
export type StrictPage = { readonly violations: readonly string[]; readonly complaints: readonly string[] };

declare global {
  interface Window {
    strictPage?: StrictPage;
  }
}

// The test runner has put this around each dynamic import, and is not in this page.
Object.assign(window, { __vitest_browser_runner__: { wrapDynamicImport: (load: () => unknown) => load() } });

const violations: string[] = [];
const complaints: string[] = [];
window.strictPage = { violations, complaints };

document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
  violations.push(`${effectiveDirective}: ${blockedURI} at ${sourceFile}:${lineNumber}`);
});
window.addEventListener("error", ({ message }) => void complaints.push(message));

const host = document.createElement("div");
host.innerHTML = renderToString(<Scene fake={createScene()} />);
document.body.append(host);
hydrateRoot(
  host,
  <StrictMode>
    <Scene fake={createScene()} />
  </StrictMode>,
  { onRecoverableError: (error) => complaints.push(String(error)) },
);

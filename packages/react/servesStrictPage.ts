import type { Plugin } from "vite";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Serves `/strict.html?script=…&style=…`: an empty page with one script and one stylesheet, under a strict policy. */
export function servesStrictPage(): Plugin {
  return {
    name: "strict-page",
    configureServer(server) {
      server.middlewares.use("/strict.html", (request, response) => {
        const { searchParams } = new URL(request.url ?? "", "http://localhost");
        const attribute = (name: string): string => (searchParams.get(name) ?? "").replaceAll('"', "&quot;");
        response.setHeader("Content-Type", "text/html");
        response.setHeader("Content-Security-Policy", POLICY);
        response.end(
          `<!doctype html><html lang="en"><head><title>Strict</title><link rel="stylesheet" href="${attribute("style")}">` +
            `</head><body><script type="module" src="${attribute("script")}"></script></body></html>`,
        );
      });
    },
  };
}

import type { HighlighterCore, LanguageInput } from "shiki/core";
import { createCssVariablesTheme, createHighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import type { HighlightReply, HighlightRequest } from "./Highlighted.ts";
import { TOKEN_KINDS } from "./Highlighted.ts";

/** Each is a file of its own, loaded when it is first asked for. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly default: LanguageInput }>>> = {
  c: () => import("shiki/langs/c.mjs"),
  cpp: () => import("shiki/langs/cpp.mjs"),
  csharp: () => import("shiki/langs/csharp.mjs"),
  css: () => import("shiki/langs/css.mjs"),
  diff: () => import("shiki/langs/diff.mjs"),
  docker: () => import("shiki/langs/docker.mjs"),
  go: () => import("shiki/langs/go.mjs"),
  html: () => import("shiki/langs/html.mjs"),
  ini: () => import("shiki/langs/ini.mjs"),
  java: () => import("shiki/langs/java.mjs"),
  javascript: () => import("shiki/langs/javascript.mjs"),
  json: () => import("shiki/langs/json.mjs"),
  jsonc: () => import("shiki/langs/jsonc.mjs"),
  jsx: () => import("shiki/langs/jsx.mjs"),
  kotlin: () => import("shiki/langs/kotlin.mjs"),
  lua: () => import("shiki/langs/lua.mjs"),
  make: () => import("shiki/langs/make.mjs"),
  markdown: () => import("shiki/langs/markdown.mjs"),
  php: () => import("shiki/langs/php.mjs"),
  python: () => import("shiki/langs/python.mjs"),
  ruby: () => import("shiki/langs/ruby.mjs"),
  rust: () => import("shiki/langs/rust.mjs"),
  scss: () => import("shiki/langs/scss.mjs"),
  shellscript: () => import("shiki/langs/shellscript.mjs"),
  shellsession: () => import("shiki/langs/shellsession.mjs"),
  sql: () => import("shiki/langs/sql.mjs"),
  svelte: () => import("shiki/langs/svelte.mjs"),
  swift: () => import("shiki/langs/swift.mjs"),
  toml: () => import("shiki/langs/toml.mjs"),
  tsx: () => import("shiki/langs/tsx.mjs"),
  typescript: () => import("shiki/langs/typescript.mjs"),
  vue: () => import("shiki/langs/vue.mjs"),
  xml: () => import("shiki/langs/xml.mjs"),
  yaml: () => import("shiki/langs/yaml.mjs"),
};

const THEME = "oc";
const PREFIX = "--oc-";

/** Longer lines are left as they are, in UTF-16 code units: they are data, not code. */
const MAX_LINE_CHARS = 1000;

const reply = (answer: HighlightReply): void => globalThis.postMessage(answer);

let highlighter: Promise<HighlighterCore> | undefined;

async function tokensOf({ id, code, language }: HighlightRequest): Promise<number[] | undefined> {
  const load = LANGUAGES[language];
  if (load === undefined) return undefined;
  highlighter ??= createHighlighterCore({
    themes: [createCssVariablesTheme({ name: THEME, variablePrefix: PREFIX })],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const shiki = await highlighter;
  await shiki.loadLanguage((await load()).default);
  reply({ id, state: "started" });
  // The page sets the time limit: it ends this worker.
  const options = { lang: language, theme: THEME, tokenizeTimeLimit: 0, tokenizeMaxLineLength: MAX_LINE_CHARS };
  const result: number[] = [];
  const add = (kind: number, length: number): void => {
    const at = result.length - 2;
    if (at >= 0 && result[at] === kind) result[at + 1] = (result[at + 1] ?? 0) + length;
    else result.push(kind, length);
  };
  shiki.codeToTokens(code, options).tokens.forEach((line, at) => {
    if (at > 0) add(0, 1);
    for (const { content, color } of line) add(kindOf(color), content.length);
  });
  return result;
}

/** The theme's colours are names: `var(--oc-token-string-expression)`. */
function kindOf(color: string | undefined): number {
  const name = /^var\(--oc-token-([a-z]+)/.exec(color ?? "")?.[1];
  const kind = TOKEN_KINDS.findIndex((each) => each === name);
  return Math.max(0, kind);
}

globalThis.addEventListener("message", (event: MessageEvent<HighlightRequest>) => {
  const { id } = event.data;
  tokensOf(event.data).then(
    (tokens) => reply(tokens === undefined ? { id, state: "done" } : { id, state: "done", tokens }),
    () => reply({ id, state: "done" }),
  );
});

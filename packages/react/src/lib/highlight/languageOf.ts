import { own } from "../own.ts";

/** Grammars that can be loaded, each with the other names and the file endings that mean it. */
const NAMES: Readonly<Record<string, string>> = {
  c: "h",
  cpp: "c++ cc cxx hpp hh",
  csharp: "cs c#",
  css: "",
  diff: "patch",
  docker: "dockerfile",
  go: "golang",
  html: "htm",
  ini: "conf properties env",
  java: "",
  javascript: "js mjs cjs",
  json: "jsonl webmanifest",
  jsonc: "json5",
  jsx: "",
  kotlin: "kt kts",
  lua: "",
  make: "makefile mk",
  markdown: "md mdx",
  php: "",
  python: "py pyi",
  ruby: "rb gemspec rakefile",
  rust: "rs",
  scss: "sass",
  shellscript: "bash sh zsh shell",
  shellsession: "console",
  sql: "",
  svelte: "",
  swift: "",
  toml: "",
  tsx: "",
  typescript: "ts mts cts",
  vue: "",
  xml: "svg xsd plist",
  yaml: "yml",
};

const BY_NAME: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(NAMES).flatMap(([language, others]) =>
    [language, ...others.split(" ")].filter(Boolean).map((name) => [name, language]),
  ),
);

/** The grammar that a code block's info string means; undefined where there is none. */
export function languageOf(name: string): string | undefined {
  return own(BY_NAME, name.toLowerCase());
}

/** The grammar of a file, by its ending or its name. */
export function languageOfPath(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return languageOf(name.slice(name.lastIndexOf(".") + 1));
}

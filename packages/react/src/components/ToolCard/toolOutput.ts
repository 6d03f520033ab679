/** What OpenCode's tools print for the model, read back for people. Anything in another form is undefined. */

export type FileMatches = {
  readonly path: string;
  readonly matches: readonly { readonly line: number; readonly text: string }[];
};

/** `grep`: a line for each match below the file that it is in. */
export function readMatches(text: string): readonly FileMatches[] | undefined {
  const files: { path: string; matches: { line: number; text: string }[] }[] = [];
  const [first = "", ...lines] = text.split("\n");
  if (!/^Found \d+ match/.test(first)) return undefined;
  for (const line of lines) {
    const match = /^ {2}Line (\d+): ?(.*)$/s.exec(line);
    const file = files.at(-1);
    if (match !== null) {
      if (file === undefined) return undefined;
      file.matches.push({ line: Number(match[1]), text: match[2] ?? "" });
    } else if (line.endsWith(":")) {
      files.push({ path: line.slice(0, -1), matches: [] });
    } else if (line !== "" && !line.startsWith("(")) {
      return undefined;
    }
  }
  return files;
}

export type ListedPath = {
  /** Spaces that the tool has put before it, for its place in the tree. */
  readonly indent: string;
  readonly path: string;
  readonly isFolder: boolean;
};

/** `glob` and `list`: a path a line, folders with a slash at their end. */
export function readPaths(text: string): readonly ListedPath[] {
  return text.split("\n").flatMap((line) => {
    const path = line.trim();
    if (path === "" || path.startsWith("(") || path === "No files found") return [];
    const isFolder = path.endsWith("/") && path.length > 1;
    return [{ indent: /^ */.exec(line)?.[0] ?? "", path: isFolder ? path.slice(0, -1) : path, isFolder }];
  });
}

export type ReadFile =
  | { readonly kind: "file"; readonly text: string; readonly firstLine: number }
  | { readonly kind: "directory"; readonly entries: readonly ListedPath[] };

/** `read`: a file's lines without the numbers before them, or a folder's entries. */
export function readFile(output: string): ReadFile | undefined {
  const entries = /^<path>.*<\/path>\n<type>directory<\/type>\n<entries>\n(.*)\n<\/entries>/s.exec(output);
  if (entries !== null) return { kind: "directory", entries: readPaths(entries[1] ?? "") };
  // What comes after the content are reminders to the model.
  const content = /^<path>[^\n]*<\/path>\n<type>file<\/type>\n<content>\n(.*?)(?:\n\n\([^\n]*\))?\n<\/content>/s.exec(
    output,
  );
  if (content === null) return undefined;
  const lines = (content[1] ?? "").split("\n").map((line) => /^(\d+): (.*)$/s.exec(line));
  const first = Number(lines[0]?.[1] ?? Number.NaN);
  if (lines.some((line, at) => line === null || Number(line[1]) !== first + at)) return undefined;
  return { kind: "file", text: lines.map((line) => line?.[2] ?? "").join("\n"), firstLine: first };
}

export type ReadRange = { readonly from: number; readonly to: number; readonly total?: number };

/** Which lines `read` has shown, by its closing note. A file's own lines begin with their number, so none can pose. */
export function readRange(output: string): ReadRange | undefined {
  const whole = /^\(End of file - total (\d+) lines\)$/m.exec(output);
  const first = Number(/^(\d+): /m.exec(output)?.[1] ?? 1);
  if (whole !== null) return { from: first, to: Number(whole[1]), total: Number(whole[1]) };
  const some = /^\((?:Output capped at [^\n]*?\. )?Showing lines (\d+)-(\d+)(?: of (\d+))?/m.exec(output);
  if (some === null) return undefined;
  const range = { from: Number(some[1]), to: Number(some[2]) };
  return some[3] === undefined ? range : { ...range, total: Number(some[3]) };
}

export type WebResult = { readonly title: string; readonly url: string };

/** `websearch`: the pages that were found, in the order of their finding. */
export function readWebResults(output: string): readonly WebResult[] {
  const results: WebResult[] = [];
  let title = "";
  for (const line of output.split("\n")) {
    const [, key, value = ""] = /^(Title|URL): *(.*)$/.exec(line) ?? [];
    if (key === "Title") title = value;
    if (key === "URL" && value !== "") {
      results.push({ title: title === "" ? value : title, url: value });
      title = "";
    }
  }
  return results;
}

/** A web page's title: the first heading of its Markdown, or of its HTML head. */
export function readPageTitle(output: string): string | undefined {
  const start = output.slice(0, 20_000);
  const title = /^# +(.+)$/m.exec(start)?.[1] ?? /<title[^>]*>([^<]*)<\/title>/i.exec(start)?.[1];
  return title === undefined || title.trim() === "" ? undefined : title.trim();
}

/** A skill's text without the marks that are for the model. */
export function readSkill(output: string): string {
  return output
    .replace(/^<skill_content name="[^\n]*">\n/, "")
    .replace(/\n*Base directory for this skill:.*$/s, "")
    .trim();
}

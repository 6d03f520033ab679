const ESCAPES: { readonly [escape: string]: string } = {
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  '"': '"',
  "\\": "\\",
};
const NAMES = new Map(Object.entries(ESCAPES).map(([name, char]) => [char, name]));

/** A path as git writes it: in quotes where it has control characters, quotes or backslashes. */
export function quotePath(path: string): string {
  let quoted = "";
  for (const char of path) {
    const name = NAMES.get(char);
    const code = char.charCodeAt(0);
    if (name !== undefined) quoted += `\\${name}`;
    else if (code < 0x20 || code === 0x7f) quoted += `\\${code.toString(8).padStart(3, "0")}`;
    else quoted += char;
  }
  return quoted === path ? path : `"${quoted}"`;
}

/** The path that git wrote; one that is not in quotes as it is. */
export function unquotePath(written: string): string {
  if (written.length < 2 || !written.startsWith('"') || !written.endsWith('"')) return written;
  let path = "";
  // Git writes what is not ASCII as the bytes of its UTF-8, one escape a byte.
  let bytes = "";
  const end = written.length - 1;
  for (let i = 1; i < end; i++) {
    const octal = written[i] === "\\" ? /^[0-3][0-7]{2}/.exec(written.slice(i + 1, i + 4))?.[0] : undefined;
    if (octal !== undefined) {
      bytes += `%${Number.parseInt(octal, 8).toString(16).padStart(2, "0")}`;
      i += 3;
      continue;
    }
    path += decode(bytes);
    bytes = "";
    if (written[i] === "\\" && i + 1 < end) {
      i++;
      path += ESCAPES[written[i] ?? ""] ?? written[i];
    } else {
      path += written[i];
    }
  }
  return path + decode(bytes);
}

function decode(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return "\ufffd";
  }
}

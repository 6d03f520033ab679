/** A piece of terminal text in one style. Colours are the 16 names, a 256-colour index or an RGB triple. */
export type AnsiSpan = { readonly text: string; readonly style: AnsiStyle };

export type AnsiStyle = {
  readonly fg?: string | undefined;
  readonly bg?: string | undefined;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly inverse?: boolean;
};

const PLAIN: AnsiStyle = {};

/** CSI, OSC (links, titles), DCS and the short escapes; what is unfinished or broken goes with its first character. */
const ESCAPE =
  // oxlint-disable-next-line no-control-regex
  /\u001b(?:\[([0-?]*)[ -/]*([@-~])|\[[0-?]*[ -/]*$|\][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|[PX^_][^\u001b]*(?:\u001b\\|$)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~]|)/g;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/g;

/**
 * Terminal output as styled text. Colours and weights are kept, every other escape is dropped, a carriage return
 * starts its line again, a backspace takes one character back.
 */
export function parseAnsi(text: string): readonly AnsiSpan[] {
  const flat = foldReturns(text);
  if (!flat.includes("\u001b")) return flat === "" ? [] : [{ text: flat.replace(CONTROL, ""), style: PLAIN }];
  const spans: AnsiSpan[] = [];
  let style = PLAIN;
  let from = 0;
  const push = (piece: string): void => {
    const clean = piece.replace(CONTROL, "");
    if (clean !== "") spans.push({ text: clean, style });
  };
  for (const match of flat.matchAll(ESCAPE)) {
    push(flat.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === "m") style = styled(style, match[1] ?? "");
  }
  push(flat.slice(from));
  return spans;
}

/** Progress bars write a line many times over; only what a terminal would show in the end is kept. */
function foldReturns(text: string): string {
  const lines = text.replaceAll("\r\n", "\n");
  if (!lines.includes("\r") && !lines.includes("\b")) return lines;
  return lines.split("\n").map(foldLine).join("\n");
}

function foldLine(line: string): string {
  const visible = line.replace(/\r+$/, "");
  const last = visible.slice(visible.lastIndexOf("\r") + 1);
  if (!last.includes("\b")) return last;
  const kept: string[] = [];
  for (const char of last) {
    if (char === "\b") kept.pop();
    else kept.push(char);
  }
  return kept.join("");
}

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

function styled(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map(Number);
  let next: AnsiStyle = style;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, i + 1);
      i += used;
      next = code === 38 ? { ...next, fg: colour } : { ...next, bg: colour };
    } else next = simple(next, code);
  }
  return next;
}

function simple(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 7) return { ...style, inverse: true };
  if (code === 9) return { ...style, strike: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 23) return { ...style, italic: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 27) return { ...style, inverse: false };
  if (code === 29) return { ...style, strike: false };
  if (code === 39) return { ...style, fg: undefined };
  if (code === 49) return { ...style, bg: undefined };
  if (code >= 30 && code <= 37) return { ...style, fg: NAMES[code - 30] };
  if (code >= 40 && code <= 47) return { ...style, bg: NAMES[code - 40] };
  if (code >= 90 && code <= 97) return { ...style, fg: `bright-${NAMES[code - 90] ?? "white"}` };
  if (code >= 100 && code <= 107) return { ...style, bg: `bright-${NAMES[code - 100] ?? "white"}` };
  return style;
}

/** The colour after 38 or 48, and how many codes it took. */
function extended(codes: readonly number[], at: number): readonly [string | undefined, number] {
  if (codes[at] === 2)
    return [
      `rgb(${codes
        .slice(at + 1, at + 4)
        .map(byte)
        .join(" ")})`,
      4,
    ];
  if (codes[at] === 5) return [indexed(byte(codes[at + 1])), 2];
  return [undefined, 0];
}

function indexed(index: number): string {
  if (index < 8) return NAMES[index] ?? "white";
  if (index < 16) return `bright-${NAMES[index - 8] ?? "white"}`;
  if (index >= 232) return rgb(8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10);
  const level = (value: number): number => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return rgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

function rgb(red: number, green: number, blue: number): string {
  return `rgb(${red} ${green} ${blue})`;
}

function byte(value: number | undefined): number {
  return Math.min(255, Math.max(0, Math.trunc(value ?? 0) || 0));
}

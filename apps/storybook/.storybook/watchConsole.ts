const LEVELS = ["error", "warn"] as const;

/** Storybook's own words, which no component causes. */
const STORYBOOKS_OWN = /\[vite\]|storybook|JestExtendError|rendering story/i;

let complaints: string[] = [];

/** Listens to what the page complains of while a story is shown. Returns what ends it. */
export function watchConsole(): () => void {
  complaints = [];
  const originals = LEVELS.map((level) => {
    const original = console[level];
    console[level] = (...args: unknown[]) => {
      const text = args.map(String).join(" ");
      if (!STORYBOOKS_OWN.test(text)) complaints.push(text);
      original.apply(console, args);
    };
    return () => (console[level] = original);
  });
  return () => {
    for (const restore of originals) restore();
  };
}

/** A story during which the page complained fails, however it looks. */
export function expectSilence(): void {
  if (complaints.length > 0) throw new Error(`The console was written to:\n${complaints.join("\n")}`);
}

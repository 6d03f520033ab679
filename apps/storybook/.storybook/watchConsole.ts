const LEVELS = ["error", "warn"] as const;

/** Storybook's own words, which no component causes. */
const STORYBOOKS_OWN = /\[vite\]|storybook/i;

/** A story during which the page complains fails, however it looks. Returns what ends the watch. */
export function watchConsole(): () => void {
  const complaints: string[] = [];
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
    if (complaints.length > 0) throw new Error(`The console was written to:\n${complaints.join("\n")}`);
  };
}

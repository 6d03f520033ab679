const SAFE = /^(https?:\/\/|mailto:)/i;

/** The address if a click on it is harmless, else undefined: only absolute http, https and mailto. */
export function safeHref(href: string): string | undefined {
  // Browsers drop tabs and newlines inside a scheme, so `java\nscript:` would come to life.
  const clean = [...href].filter((char) => char > " ").join("");
  return SAFE.test(clean) ? clean : undefined;
}

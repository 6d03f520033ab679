const INVISIBLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\r(?!\n|$)/g;

/**
 * Text with the characters spelled out that would hide or reorder others: what a person approves must be what they
 * read. Tabs and ends of lines stay, those of Windows as well.
 */
export function visibleText(text: string): string {
  return text.replace(
    INVISIBLE,
    (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

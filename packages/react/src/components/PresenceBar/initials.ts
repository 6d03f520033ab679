const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstOf(word: string): string {
  for (const { segment } of segmenter.segment(word)) return segment;
  return "";
}

/** One or two letters that stand for a person: of the first and the last word of the name. */
export function initials(name: string): string {
  // What hides or reorders text is no letter.
  const words = name
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Join_Control}\p{Variation_Selector}\s]/gu, " ")
    .split(/\s+/)
    .filter(Boolean);
  const [first = ""] = words;
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (firstOf(first) + firstOf(last)).toLocaleUpperCase() || "?";
}

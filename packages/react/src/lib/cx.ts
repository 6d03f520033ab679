/** Class names joined by a space; undefined when none is left, so that no empty attribute is rendered. */
export function cx(...names: readonly (string | undefined | false)[]): string | undefined {
  return names.filter(Boolean).join(" ") || undefined;
}

/** Which bytes a request asks for: `first` to `last`, both included; or none that the file has. */
export type AskedRange = { readonly first: number; readonly last: number } | "unsatisfiable";

/**
 * The one range of a `Range` header, by RFC 9110. Undefined where the whole file is to be sent: without the header, with
 * one that is wrong, and with several ranges.
 */
export function readRange(header: string | null, size: number): AskedRange | undefined {
  const [, from = "", to = ""] = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "unsatisfiable" : { first: size - length, last: size - 1 };
  }
  if (to !== "" && Number(to) < Number(from)) return undefined;
  if (Number(from) >= size) return "unsatisfiable";
  return { first: Number(from), last: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
}

/** Shows a count before the page's own title, which stays the host's: it may change meanwhile, and it comes back. */
export type Badge = { readonly set: (count: number) => void; readonly remove: () => void };

type Format = (count: number, title: string) => string;
type Entry = { readonly source: object; readonly format: Format; count: number };

const entries = new Set<Entry>();
let observer: MutationObserver | undefined;
/** The host's title as it was written, and what stands there instead of it now. */
let hosts: { readonly text: string; readonly isMissing: boolean; ours: string } | undefined;

function titleText(): string | undefined {
  return document.querySelector("head > title")?.textContent ?? undefined;
}

function total(): { readonly count: number; readonly format: Format | undefined } {
  // Two watchers of one room see the same requests.
  const bySource = new Map<object, number>();
  let format: Format | undefined;
  for (const entry of entries) {
    bySource.set(entry.source, entry.count);
    if (entry.count > 0) format ??= entry.format;
  }
  return { count: [...bySource.values()].reduce((sum, count) => sum + count, 0), format };
}

function update(): void {
  const { count, format } = total();
  const shown = titleText();
  if (hosts === undefined || shown !== hosts.ours) {
    if (format === undefined && hosts === undefined) return;
    hosts = { text: shown ?? "", isMissing: shown === undefined, ours: shown ?? "" };
  }
  if (format === undefined) {
    restore();
    return;
  }
  const next = format(count, hosts.text);
  if (next !== shown) document.title = next;
  // As the page keeps it: the browser may write it in another way.
  hosts.ours = titleText() ?? next;
  observer ??= new MutationObserver(update);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
}

function restore(): void {
  observer?.disconnect();
  observer = undefined;
  if (hosts !== undefined && titleText() === hosts.ours && hosts.ours !== hosts.text) {
    const element = document.querySelector("head > title");
    if (hosts.isMissing) element?.remove();
    else if (element !== null) element.textContent = hosts.text;
  }
  hosts = undefined;
}

/** @param source What is counted: the same for two watchers counts once. */
export function createTitleBadge(source: object, format: Format): Badge {
  const entry: Entry = { source, format, count: 0 };
  return {
    set: (count) => {
      if (entries.has(entry) && entry.count === count) return;
      entries.add(entry);
      entry.count = count;
      update();
    },
    remove: () => {
      if (entries.delete(entry)) update();
    },
  };
}

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let isPrinting = false;

function tell(event: Event): void {
  isPrinting = event.type === "beforeprint";
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener("beforeprint", tell);
    window.addEventListener("afterprint", tell);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener("beforeprint", tell);
    window.removeEventListener("afterprint", tell);
    isPrinting = false;
  };
}

/** Whether the page is being printed: paper cannot be opened, so what is closed is shown on it. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isPrinting,
    () => false,
  );
}

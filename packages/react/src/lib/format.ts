/** A duration as people read it: `0.8s`, `12s`, `3m 04s`, `1h 02m`. Negative counts as zero. */
export function formatDuration(ms: number): string {
  const clamped = Math.max(0, Number.isFinite(ms) ? ms : 0);
  if (clamped < 950) return `${(Math.round(clamped / 100) / 10).toFixed(1)}s`;
  const seconds = Math.round(clamped / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes in decimal units: `842 B`, `1.2 kB`, `38 MB`. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : String(Math.round(value))} ${UNITS[unit] ?? "B"}`;
}

/** A count in little room: `842`, `1.2k`, `38k`, `1.4M`. */
export function formatCount(count: number): string {
  if (count < 1000) return String(Math.round(count));
  const [value, unit] = count < 999_500 ? [count / 1000, "k"] : [count / 1_000_000, "M"];
  return `${value < 10 ? value.toFixed(1) : String(Math.round(value))}${unit}`;
}

/** US dollars: two digits after the point, four below ten cents. */
export function formatCost(dollars: number): string {
  return `$${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`;
}

/** When a room makes backups by itself: at the end of each run, and while a run is long. */
export type BackupPolicy = {
  /** Backups that are kept, the newest. Default: 5; at least 1. */
  readonly keep?: number;
  /** Time in ms between two backups of a run that goes on. Default: 5 minutes. */
  readonly intervalMs?: number;
};

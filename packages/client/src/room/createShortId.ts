/** 96 random bits in 16 characters, for what is sent often: ids of runs, epochs of logs. */
export function createShortId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

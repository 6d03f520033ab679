import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

const MAX_BYTES = 1024 * 1024;

/** The text of a folder's `.gitignore`; empty where it has none, and where that is no plain file of up to 1 MiB. */
export function readIgnoreFile(folder: string): string {
  const file = join(folder, ".gitignore");
  try {
    // A pipe of that name would be read for ever.
    const facts = lstatSync(file);
    return facts.isFile() && facts.size <= MAX_BYTES ? readFileSync(file, "utf8") : "";
  } catch {
    return "";
  }
}

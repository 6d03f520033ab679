import { readdir, readFile } from "node:fs/promises";

/** How many processes of a workspace's agent have these words on their command line. */
export async function processesIn(workspace: string, words: string): Promise<number> {
  let count = 0;
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const [command, environment, stat] = await Promise.all(
      ["cmdline", "environ", "stat"].map((file) => readFile(`/proc/${name}/${file}`, "utf8").catch(() => "")),
    );
    const isGone = /^\d+ \(.*\) [ZX] /s.test(stat ?? "");
    const isOurs = (environment ?? "").includes(workspace.replace(/workspace$/, ""));
    if (isOurs && !isGone && (command ?? "").replaceAll("\0", " ").includes(words)) count++;
  }
  return count;
}

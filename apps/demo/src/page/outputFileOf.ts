const FILE_NAME = /(?<![\w/.-])((?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:csv|json|html|md|pdf|png|svg|txt|zip))\b/i;

/** The first file that a task names, as in "write the result to report.csv": it becomes the run's download. */
export function outputFileOf(prompt: string): string | undefined {
  return FILE_NAME.exec(prompt)?.[1];
}

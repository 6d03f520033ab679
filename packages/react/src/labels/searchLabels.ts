/** The words of the search through a transcript. */
export const searchLabels = {
  find: "Find in this run",
  findPlaceholder: "Find",
  found: (at: number, count: number): string => (count === 0 ? "Nothing found" : `${at} of ${count}`),
  findNext: "Next",
  findPrevious: "Previous",
  findClose: "Close the search",
};

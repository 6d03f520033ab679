import { expect, test } from "vitest";
import { RowHeights } from "./RowHeights.ts";

function rows(...ids: string[]): RowHeights {
  const heights = new RowHeights(10);
  heights.setIds(ids);
  return heights;
}

test("rows that were not seen have a guessed height, which is then that of those that were", () => {
  const heights = rows("a", "b", "c", "d");
  expect(heights.top(4)).toBe(40);
  heights.measure([
    [1, 20],
    [2, 40],
  ]);
  expect([0, 1, 2, 3, 4].map((at) => heights.top(at))).toEqual([0, 30, 50, 90, 120]);
});

test("a place is found in the row that covers it, and outside of all in the nearest", () => {
  const heights = rows("a", "b", "c");
  expect([-5, 0, 9.5, 10, 29, 30, 1000].map((place) => heights.indexAt(place))).toEqual([0, 0, 0, 1, 2, 2, 2]);
  expect(rows().indexAt(7)).toBe(0);
});

test("rows keep their heights while others come in above and below", () => {
  const heights = rows("c", "d");
  heights.measure([
    [0, 5],
    [1, 15],
  ]);
  heights.setIds(["c", "d", "e"]);
  expect(heights.top(3)).toBe(30);
  heights.setIds(["a", "b", "c", "d", "e"]);
  expect([2, 3, 4].map((at) => heights.top(at))).toEqual([20, 25, 40]);
});

test("a row that grows moves all after it", () => {
  const heights = rows("a", "b", "c");
  heights.measure([[0, 10]]);
  expect(heights.top(3)).toBe(30);
  heights.measure([[1, 110]]);
  expect([1, 2, 3].map((at) => heights.top(at))).toEqual([10, 120, 130]);
});

import { afterEach, beforeEach, expect, vi } from "vitest";
import "../src/styles/index.css";

/** React's warnings and anything else that a page would complain of fail the test that caused them. */
beforeEach(() => {
  vi.spyOn(console, "error");
  vi.spyOn(console, "warn");
});

afterEach(() => {
  expect(vi.mocked(console.error).mock.calls).toEqual([]);
  expect(vi.mocked(console.warn).mock.calls).toEqual([]);
  vi.restoreAllMocks();
});

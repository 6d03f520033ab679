import { describe, expect, it } from "vitest";
import { toModelText } from "./toModelText.ts";

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const file = (name: string) => ({ file: name, status: "modified", additions: 2, deletions: 1 }) as const;

describe("what the outer model reads", () => {
  it("is how the task ended, what changed and the agent's last words", () => {
    const text = toModelText({
      status: "complete",
      sessionId: "ses_1",
      summary: "  All tests pass.\n",
      files: [file("src/a.ts"), { file: "b.md", status: "added", additions: 3, deletions: 0 }],
      fileCount: 2,
      outputFile: "report.csv",
    });
    expect(text).toBe(
      [
        "Status: complete",
        "Session: ses_1",
        "Output file: report.csv",
        "Changed files: 2",
        "- modified src/a.ts (+2 -1)",
        "- added b.md (+3 -0)",
        "",
        "All tests pass.",
      ].join("\n"),
    );
  });

  it("says that the file is not there", () => {
    const account = { status: "complete", files: [], fileCount: 0, outputMissing: true } as const;
    expect(toModelText(account)).toBe("Status: complete\nOutput file: was not made");
  });

  it("says why a task failed, and nothing that is not known", () => {
    expect(toModelText({ status: "error", error: "The key is wrong.", files: [], fileCount: 0 })).toBe(
      "Status: error\nError: The key is wrong.",
    );
  });

  it.each([
    ["long words", "x".repeat(100_000)],
    ["words of other scripts", "日本語のテキスト🎉".repeat(10_000)],
  ])("stays under 3,000 bytes with %s, many files, long names and a long error", (_what, long) => {
    const files = Array.from({ length: 100 }, (_, i) => file(`${i}/${long}`));
    const all = { status: "error", sessionId: long, summary: long, error: long, outputFile: long } as const;
    const text = toModelText({ ...all, files, fileCount: 4_000 });
    expect(bytes(text)).toBeLessThanOrEqual(3_000);
    expect(text).not.toContain("\uFFFD");
    expect(text).toContain("- and 39");
    expect(text.endsWith("…")).toBe(true);
  });

  it("counts the files that it leaves out", () => {
    const files = Array.from({ length: 100 }, (_, i) => file(`src/some/folder/file-${i}.ts`));
    const text = toModelText({ status: "complete", files, fileCount: 100 });
    const listed = text.split("\n").filter((line) => line.startsWith("- modified")).length;
    expect(listed).toBeGreaterThan(10);
    expect(text.endsWith(`- and ${100 - listed} more`)).toBe(true);
  });
});

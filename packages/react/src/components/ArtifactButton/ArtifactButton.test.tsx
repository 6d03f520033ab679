import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, RUN_ID } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import { ArtifactButton } from "./ArtifactButton.tsx";

test("waits for the file, offers it with its size, and downloads by a link", async () => {
  const fake = createFakeClient();
  const screen = await render(
    <OpenCodeProvider client={fake.client}>
      <ArtifactButton runId={RUN_ID} />
    </OpenCodeProvider>,
  );
  expect(screen.getByRole("button").query()).toBeNull();
  fake.emits({ type: "run.patch", patch: { outputFile: "out/report.csv" } });
  await expect.element(screen.getByRole("button", { name: "Waiting for report.csv" })).toBeDisabled();
  fake.emitsFiles({ type: "file.set", entry: { path: "out/report.csv", kind: "file", size: 1834 } });
  const clicked = vi.fn<(event: Event) => void>((event) => event.preventDefault());
  document.addEventListener("click", (event) => event.target instanceof HTMLAnchorElement && clicked(event), {
    capture: true,
    once: false,
  });
  await screen.getByRole("button", { name: "Download report.csv 1.8 kB" }).click();
  expect(fake.calls).toEqual([["linkArtifact", "out/report.csv"]]);
  await vi.waitFor(() => expect(clicked).toHaveBeenCalledOnce());
  expect(document.querySelector("a")).toBeNull();
});

test("a failed download says why and can be tried again", async () => {
  const getLink = vi
    .fn<() => Promise<{ url: string; filename: string }>>()
    .mockRejectedValueOnce(new Error("The file is gone."))
    .mockReturnValue(new Promise(() => undefined));
  const screen = await render(<ArtifactButton artifact={{ filename: "a.csv", getLink }} />);
  await screen.getByRole("button", { name: "Download a.csv" }).click();
  await expect.element(screen.getByRole("alert")).toHaveTextContent("The file is gone.");
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByRole("button", { name: "Preparing…" })).toBeDisabled();
});

import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { createLazy } from "./createLazy.ts";

function probe(load: () => Promise<string>) {
  const useLoaded = createLazy(load);
  return function Probe(): ReactNode {
    const { value, error } = useLoaded();
    return <p>{value ?? error ?? "loading"}</p>;
  };
}

test("what is loaded once is there at once for the next, and never on a server", async () => {
  const load = vi.fn<() => Promise<string>>(() => Promise.resolve("loaded"));
  const Probe = probe(load);
  expect(renderToString(<Probe />)).toBe("<p>loading</p>");
  const screen = await render(<Probe />);
  await expect.element(screen.getByText("loaded")).toBeVisible();
  await screen.unmount();
  const seen: string[] = [];
  const again = await render(
    <div ref={(element) => void (element !== null && seen.push(element.textContent))}>
      <Probe />
    </div>,
  );
  await expect.element(again.getByText("loaded")).toBeVisible();
  expect(seen[0]).toBe("loaded");
  expect(renderToString(<Probe />)).toBe("<p>loading</p>");
  expect(load).toHaveBeenCalledTimes(1);
});

test("what could not be loaded says why, and the next one tries again", async () => {
  const load = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error("No network."))
    .mockResolvedValueOnce("loaded");
  const Probe = probe(load);
  const screen = await render(<Probe />);
  await expect.element(screen.getByText("No network.")).toBeVisible();
  await screen.unmount();
  const again = await render(<Probe />);
  await expect.element(again.getByText("loaded")).toBeVisible();
});

import { OpenCodeKitError } from "@opencode-kit/client/protocol";
import { StrictMode } from "react";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { FINAL_POLICY } from "../queries/policies.ts";
import { useRequest } from "./useRequest.ts";

function Probe({ fetch, of = "" }: { readonly fetch: () => Promise<string>; readonly of?: string }) {
  const { data, isLoaded, isBusy, error, load } = useRequest({
    ...FINAL_POLICY,
    queryKey: ["opencode", "room", "probe", of],
    queryFn: fetch,
  });
  return (
    <button type="button" onClick={load}>
      {`${data ?? "nothing"}${isLoaded ? "" : " yet"}${isBusy ? ", busy" : ""}`}
      {error === undefined ? "" : `, ${error.isFinal ? "for good" : "for now"}: ${error.message}`}
    </button>
  );
}

/** Answers when the test says so. */
function createAnswer() {
  const waiting: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];
  const fetch = vi.fn<() => Promise<string>>(
    () => new Promise((resolve, reject) => void waiting.push({ resolve, reject })),
  );
  return { fetch, resolve: (text: string) => waiting.at(-1)?.resolve(text), waiting };
}

test("asks once, on demand", async () => {
  const { fetch, resolve } = createAnswer();
  const screen = await render(
    <StrictMode>
      <Probe fetch={fetch} />
    </StrictMode>,
  );
  const button = screen.getByRole("button");
  await expect.element(button).toHaveTextContent("nothing yet");
  await button.click();
  await button.click();
  await expect.element(button).toHaveTextContent("nothing yet, busy");
  resolve("all of it");
  await expect.element(button).toHaveTextContent(/^all of it$/);
  await button.click();
  expect(fetch).toHaveBeenCalledTimes(1);
});

test("a failure is said, with whether to ask again, and asking again works", async () => {
  const { fetch, waiting, resolve } = createAnswer();
  const screen = await render(<Probe fetch={fetch} />);
  const button = screen.getByRole("button");
  await button.click();
  waiting.at(-1)?.reject(new OpenCodeKitError("connection_lost", "Lost."));
  await expect.element(button).toHaveTextContent("nothing yet, for now: Lost.");
  await button.click();
  waiting.at(-1)?.reject(new OpenCodeKitError("not_found", "Gone."));
  await expect.element(button).toHaveTextContent("nothing yet, for good: Gone.");
  await button.click();
  resolve("there");
  await expect.element(button).toHaveTextContent(/^there$/);
});

test("another key asks anew and keeps the old answer until then", async () => {
  const { fetch, resolve } = createAnswer();
  const screen = await render(<Probe fetch={fetch} of="1" />);
  const button = screen.getByRole("button");
  await button.click();
  resolve("first");
  await expect.element(button).toHaveTextContent(/^first$/);
  await screen.rerender(<Probe fetch={fetch} of="2" />);
  await expect.element(button).toHaveTextContent("first yet");
  await button.click();
  await expect.element(button).toHaveTextContent("first yet, busy");
  resolve("second");
  await expect.element(button).toHaveTextContent(/^second$/);
});

test("what comes after the end is dropped", async () => {
  const { fetch, resolve } = createAnswer();
  const screen = await render(<Probe fetch={fetch} />);
  await screen.getByRole("button").click();
  await screen.unmount();
  resolve("too late");
  await new Promise((done) => setTimeout(done, 10));
  // React would have complained on the console.
  expect(screen.container.textContent).toBe("");
});

import { Writable } from "node:stream";
import { StrictMode } from "react";
import { renderToPipeableStream, renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { toRunOutput } from "@opencode-kit/client/state";
import { OpenCodeProvider, OpenCodeRun } from "../../src/index.ts";
import { RUN_ID } from "../FakeClient.ts";
import { createScene } from "./createScene.ts";
import { Scene } from "./Scene.tsx";

function renderStream(node: React.ReactNode): Promise<string> {
  return new Promise((resolve, reject) => {
    let html = "";
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        html += chunk.toString();
        done();
      },
      final(done) {
        resolve(html);
        done();
      },
    });
    const { pipe } = renderToPipeableStream(node, { onShellReady: () => void pipe(sink), onError: reject });
  });
}

test("a server without a DOM renders every component, with what the run says", () => {
  expect(typeof document).toBe("undefined");
  const html = renderToString(<Scene fake={createScene()} />);
  const said = ["Translate it", "npm test", "zwei", "rm -rf build", "Which one?", "b.ts", "Prompt of run_2", "green"];
  expect(said.filter((words) => !html.includes(words))).toEqual([]);
});

test("server-rendered HTML has no style attribute, no style or script element, and no handler", () => {
  const html = renderToString(<Scene fake={createScene()} />);
  expect(html).not.toMatch(/<[^>]+\s(?:style|on\w+)=/);
  expect(html).not.toMatch(/<(?:style|script)/);
});

test("a stream needs no script of React's to be whole", async () => {
  const html = await renderStream(
    <StrictMode>
      <Scene fake={createScene()} />
    </StrictMode>,
  );
  expect(html).toContain("rm -rf build");
  expect(html).not.toMatch(/<script|<template|<!--\$[!?]-->/);
});

test("what is rendered depends on no clock and no chance", () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const first = renderToString(<Scene fake={createScene()} />);
  vi.setSystemTime(9_000_000_000);
  const second = renderToString(<Scene fake={createScene()} />);
  vi.useRealTimers();
  expect(second).toBe(first);
});

test("a room's address is rendered as its loading state, and nothing is connected", () => {
  const opened = vi.fn<() => void>();
  vi.stubGlobal(
    "WebSocket",
    class {
      constructor() {
        opened();
      }
    },
  );
  const html = renderToString(
    <OpenCodeProvider host="localhost:1" room="nobody">
      <OpenCodeRun runId={RUN_ID} composer />
    </OpenCodeProvider>,
  );
  vi.unstubAllGlobals();
  expect(html).toContain("oc-skeleton");
  expect(opened).not.toHaveBeenCalled();
});

test("a snapshot, whose view is loaded on demand, needs no provider and is rendered as its loading state", () => {
  const output = toRunOutput(createScene().client.run(RUN_ID).get());
  const html = renderToString(<OpenCodeRun output={output} />);
  expect(html).toContain("oc-skeleton");
  expect(html).not.toMatch(/<script|<template|<!--\$[!?]-->/);
});

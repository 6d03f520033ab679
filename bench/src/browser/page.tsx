import { Markdown, OpenCodeProvider, RunRoot, RunTranscript } from "@opencode-kit/react";
import "@opencode-kit/react/styles.css";
import type { ReactNode } from "react";
import { useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import ReactMarkdown from "react-markdown";
import { Streamdown } from "streamdown";
import { createRandom } from "../lib/createRandom.ts";
import { measureFrames, settle } from "./frames.ts";
import { openLongRun, RUN_ID } from "./openLongRun.ts";
import { PlainList } from "./PlainList.tsx";
import { writeMarkdown } from "./writeMarkdown.ts";

export type List = "transcript" | "plain";
export type Renderer = "kit" | "streamdown" | "react-markdown" | "plain";
export type UpdateTimes = {
  /** React's work of each update, in ms. */
  readonly update: readonly number[];
  /** The same with the layout that follows. */
  readonly withLayout: readonly number[];
};
export type Bench = {
  scroll(list: List, messages: number, frames: number, step: number): Promise<readonly number[]>;
  stream(messages: number, deltas: number): Promise<readonly number[]>;
  append(renderer: Renderer, text: string, deltas: readonly string[]): Promise<UpdateTimes>;
  write(chars: number, seed: number): string;
};

declare global {
  interface Window {
    bench: Bench;
  }
}

async function show<T>(page: ReactNode, work: (box: HTMLElement) => Promise<T>): Promise<T> {
  const box = document.createElement("div");
  Object.assign(box.style, { height: "800px", width: "900px" });
  document.body.replaceChildren(box);
  const root = createRoot(box);
  flushSync(() => root.render(page));
  // Parsers are loaded on first use.
  await settle(60);
  const result = await work(box);
  root.unmount();
  return result;
}

function transcript(messages: number): { readonly page: ReactNode; readonly append: (text: string) => void } {
  const { client, append } = openLongRun(messages);
  const page = (
    <OpenCodeProvider client={client}>
      <RunRoot runId={RUN_ID} style={{ height: "100%" }}>
        <RunTranscript data-bench-scroller="" />
      </RunRoot>
    </OpenCodeProvider>
  );
  return { page, append };
}

function scrollerIn(box: HTMLElement): HTMLElement {
  const scroller = box.querySelector<HTMLElement>("[data-bench-scroller]");
  if (scroller === null) throw new Error("Nothing to scroll is on the page.");
  return scroller;
}

window.bench = {
  scroll: (list, messages, frames, step) =>
    show(list === "plain" ? <PlainList count={messages} /> : transcript(messages).page, async (box) => {
      const scroller = scrollerIn(box);
      scroller.scrollTop = scroller.scrollHeight;
      await settle();
      return measureFrames(frames, () => {
        scroller.scrollTop -= step;
      });
    }),

  stream: (messages, deltas) => {
    const { page, append } = transcript(messages);
    return show(page, async () => {
      const times: number[] = [];
      for (let at = 0; at < deltas; at++) {
        const start = performance.now();
        flushSync(() => append(` and delta ${at}`));
        times.push(performance.now() - start);
        await settle(1);
      }
      return times;
    });
  },

  append: async (renderer, text, deltas) => {
    let setText: (text: string) => void = () => undefined;
    function Message(): ReactNode {
      const [shown, set] = useState(text);
      setText = set;
      switch (renderer) {
        case "kit":
          return <Markdown text={shown} />;
        case "streamdown":
          return <Streamdown>{shown}</Streamdown>;
        case "react-markdown":
          return <ReactMarkdown>{shown}</ReactMarkdown>;
        case "plain":
          return <div style={{ whiteSpace: "pre-wrap" }}>{shown}</div>;
      }
    }
    return show(<Message />, async (box) => {
      const update: number[] = [];
      const withLayout: number[] = [];
      let shown = text;
      for (const delta of deltas) {
        shown += delta;
        const start = performance.now();
        flushSync(() => setText(shown));
        update.push(performance.now() - start);
        void box.scrollHeight;
        withLayout.push(performance.now() - start);
        if (update.length % 20 === 0) await settle(1);
      }
      return { update, withLayout };
    });
  },

  write: (chars, seed) => writeMarkdown(createRandom(seed), chars),
};

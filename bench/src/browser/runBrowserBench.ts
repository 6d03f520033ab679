import { createRandom } from "../lib/createRandom.ts";
import { prose } from "../generate/texts.ts";
import type { Bench, List, Renderer, UpdateTimes } from "./page.tsx";
import { withPage } from "./withPage.ts";

const MESSAGES = 10_000;
const FRAMES = 600;
const MARKDOWN_CHARS = 50_000;
const DELTAS = 2_000;

const LISTS: readonly List[] = ["plain", "transcript"];

/** How fast the run is scrolled, in CSS pixels a frame. */
export const SPEEDS = [
  ["a fast wheel, 100 px a frame", 100],
  ["a thrown thumb, 1,000 px a frame", 1_000],
] as const;

export const RENDERERS: readonly Renderer[] = ["plain", "kit", "streamdown", "react-markdown"];
/** Each is a page's work of minutes where the whole text is parsed again; fewer deltas show the same. */
const SLOW_DELTAS: Partial<Record<Renderer, number>> = { streamdown: 500, "react-markdown": 200 };

export type ScrollResult = { readonly list: List; readonly speed: string; readonly frames: readonly number[] };
export type AppendResult = UpdateTimes & { readonly renderer: Renderer };
export type BrowserResult = {
  readonly browser: string;
  readonly messages: number;
  readonly scroll: readonly ScrollResult[];
  /** One delta to the last of all messages, in ms each. */
  readonly stream: readonly number[];
  readonly append: readonly AppendResult[];
};

/** What the React kit costs in a browser, beside what others do. */
export function runBrowserBench(say: (what: string) => void): Promise<BrowserResult> {
  say("building the page");
  return withPage(async (page) => {
    const scroll: ScrollResult[] = [];
    for (const [speed, step] of SPEEDS) {
      const frames: Record<List, number[]> = { plain: [], transcript: [] };
      // By turns, so that a machine that is busy for a while is so for both.
      for (const list of [...LISTS, ...LISTS]) {
        say(`scrolling ${list}, ${speed}`);
        const args: Parameters<Bench["scroll"]> = [list, MESSAGES, FRAMES / 2, step];
        frames[list].push(...(await page.evaluate((given) => window.bench.scroll(...given), args)));
      }
      for (const list of LISTS) scroll.push({ list, speed, frames: frames[list] });
    }
    say("streaming into the last message");
    const stream = await page.evaluate((count) => window.bench.stream(count, 300), MESSAGES);
    const append: AppendResult[] = [];
    const text = await page.evaluate((chars) => window.bench.write(chars, 3), MARKDOWN_CHARS);
    const random = createRandom(5);
    const deltas = Array.from({ length: DELTAS }, () => prose(random, random.int(3, 12)));
    for (const renderer of RENDERERS) {
      say(`appending to Markdown, ${renderer}`);
      const args: Parameters<Bench["append"]> = [renderer, text, deltas.slice(0, SLOW_DELTAS[renderer])];
      append.push({ renderer, ...(await page.evaluate((given) => window.bench.append(...given), args)) });
    }
    return { browser: page.context().browser()?.version() ?? "", messages: MESSAGES, scroll, stream, append };
  });
}

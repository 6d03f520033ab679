import { fromRunSnapshot, toRunSnapshot } from "@opencode-kit/client/state";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { createFakeClient, message, RUN_ID, text } from "../../../tests/FakeClient.ts";
import { OpenCodeProvider } from "../../context/OpenCodeProvider.tsx";
import type { FollowProps } from "../../lib/useStickToEnd.ts";
import { RunRoot } from "../RunRoot/RunRoot.tsx";
import { RunTranscript } from "./RunTranscript.tsx";

async function open(props: FollowProps) {
  const fake = createFakeClient();
  fake.shows(fromRunSnapshot(toRunSnapshot(fake.client.run(RUN_ID).get())));
  const scene = (given: FollowProps) => (
    <OpenCodeProvider client={fake.client}>
      <div style={{ height: 300 }}>
        <RunRoot runId={RUN_ID} style={{ height: "100%" }}>
          <RunTranscript {...given} />
        </RunRoot>
      </div>
    </OpenCodeProvider>
  );
  const screen = await render(scene(props));
  const log = screen.getByRole("log").element() as HTMLElement;
  let count = 0;
  const say = (): void => {
    for (let at = 0; at < 30; at++) {
      const id = `m${String(count++).padStart(4, "0")}`;
      fake.emits(message(id), text(`p${id}`, id, `Row ${id}.`));
    }
  };
  const distance = (): number => log.scrollHeight - log.scrollTop - log.clientHeight;
  return { log, say, distance, setFollow: async (follow: boolean) => screen.rerender(scene({ follow })) };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

test("a transcript that does not follow by default stays at its beginning", async () => {
  const { log, say, distance } = await open({ defaultFollow: false });
  say();
  await vi.waitFor(() => expect(distance()).toBeGreaterThan(200));
  await settled();
  expect(log.scrollTop).toBe(0);
});

test("a host is told when the reader leaves the end and comes back", async () => {
  const onFollowChange = vi.fn<(follow: boolean) => void>();
  const { log, say, distance } = await open({ onFollowChange });
  say();
  await vi.waitFor(() => expect(log.scrollTop).toBeGreaterThan(200));
  expect(onFollowChange).not.toHaveBeenCalled();
  log.scrollTop -= 200;
  await vi.waitFor(() => expect(onFollowChange.mock.calls).toEqual([[false]]));
  log.scrollTop = log.scrollHeight;
  await vi.waitFor(() => expect(onFollowChange.mock.calls).toEqual([[false], [true]]));
  expect(distance()).toBeLessThan(2);
});

test("a host that decides holds the transcript where it is, and lets it follow", async () => {
  const { log, say, distance, setFollow } = await open({ follow: false });
  say();
  await vi.waitFor(() => expect(distance()).toBeGreaterThan(200));
  expect(log.scrollTop).toBe(0);
  await setFollow(true);
  await vi.waitFor(() => expect(distance()).toBeLessThan(2));
  say();
  await settled();
  expect(distance()).toBeLessThan(2);
});

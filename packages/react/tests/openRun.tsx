import { render } from "vitest-browser-react";
import { OpenCodeProvider } from "../src/context/OpenCodeProvider.tsx";
import { OpenCodeRun } from "../src/components/OpenCodeRun/OpenCodeRun.tsx";
import type { FakeClient } from "./FakeClient.ts";
import { RUN_ID } from "./FakeClient.ts";

/** The fake's run as a page shows it, 400 pixels high. */
export async function openRun(fake: FakeClient): ReturnType<typeof render> {
  return render(
    <OpenCodeProvider client={fake.client}>
      <div style={{ height: 400 }}>
        <OpenCodeRun runId={RUN_ID} />
      </div>
    </OpenCodeProvider>,
  );
}

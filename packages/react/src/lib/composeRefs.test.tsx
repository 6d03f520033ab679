import { createRef, version } from "react";
import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { useComposedRefs } from "./composeRefs.ts";

test("a ref that returns a cleanup is cleaned up, and one beside it is emptied", async () => {
  const seen: string[] = [];
  const object = createRef<HTMLElement>();
  const plain = (node: HTMLElement | null): void => void seen.push(node === null ? "plain gone" : "plain here");
  // React 18 knows no cleanup: it calls with null.
  const cleaned = (node: HTMLElement | null): void | (() => void) => {
    if (node === null) return;
    seen.push("cleaned here");
    return version.startsWith("18.") ? undefined : () => void seen.push("cleaned up");
  };
  function Probe() {
    const inner = useComposedRefs(cleaned, object);
    return <p ref={useComposedRefs(plain, inner)}>here</p>;
  }
  const screen = await render(<Probe />);
  expect(object.current?.textContent).toBe("here");
  expect(seen).toEqual(["plain here", "cleaned here"]);
  await screen.unmount();
  expect(object.current).toBeNull();
  expect(seen.slice(2)).toEqual(version.startsWith("18.") ? ["plain gone"] : ["plain gone", "cleaned up"]);
});

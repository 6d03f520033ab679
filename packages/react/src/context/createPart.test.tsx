import { createRef, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { ClassNamesProvider } from "./ClassNames.tsx";
import { createPart } from "./createPart.ts";

const Button = createPart("button", "oc-test-button");
const Frame = createPart("section", "oc-test-frame");

test("a part takes class, style, ref, and whatever else its element takes", async () => {
  const ref = createRef<HTMLButtonElement>();
  const screen = await render(
    <ClassNamesProvider classNames={{ "oc-test-button": "outer" }}>
      <ClassNamesProvider classNames={{ "oc-test-button": "inner" }}>
        <Button ref={ref} className="own" style={{ color: "rgb(1, 2, 3)" }} data-state="on" aria-label="Go" />
      </ClassNamesProvider>
    </ClassNamesProvider>,
  );
  const button = screen.getByRole("button", { name: "Go" }).element();
  expect(ref.current).toBe(button);
  expect(button.outerHTML).toBe(
    '<button type="button" data-slot="oc-test-button" class="outer inner own" data-state="on" ' +
      'aria-label="Go" style="color: rgb(1, 2, 3);"></button>',
  );
});

test("a part is its child's element where it says so, with both classes, styles, refs and handlers", async () => {
  const [ours, theirs] = [createRef<HTMLButtonElement>(), createRef<HTMLAnchorElement>()];
  const order: string[] = [];
  const screen = await render(
    <StrictMode>
      <ClassNamesProvider classNames={{ "oc-test-button": "host" }}>
        <Button
          asChild
          ref={ours}
          className="part"
          style={{ color: "red", top: 1 }}
          title="part's"
          onClick={() => order.push("part")}
        >
          <a
            ref={theirs}
            href="#there"
            className="child"
            style={{ color: "blue" }}
            title="child's"
            onClick={() => order.push("child")}
          >
            There
          </a>
        </Button>
      </ClassNamesProvider>
    </StrictMode>,
  );
  const link = screen.getByRole("link", { name: "There" });
  await link.click();
  expect(order).toEqual(["child", "part"]);
  const element = link.element() as HTMLElement;
  expect(ours.current).toBe(element);
  expect(theirs.current).toBe(element);
  expect(element.className).toBe("host part child");
  expect([element.style.color, element.style.top, element.title]).toEqual(["blue", "1px", "child's"]);
  expect(element.dataset["slot"]).toBe("oc-test-button");
  expect(element.hasAttribute("type")).toBe(false);
  await screen.unmount();
  expect([ours.current, theirs.current]).toEqual([null, null]);
});

test("a child that prevents the default keeps the part's handler from running", async () => {
  const onClick = vi.fn<() => void>();
  const screen = await render(
    <Button asChild onClick={onClick}>
      <a href="#there" onClick={(event) => event.preventDefault()}>
        There
      </a>
    </Button>,
  );
  await screen.getByRole("link").click();
  expect(onClick).not.toHaveBeenCalled();
});

test("an element to render in place of the part's own gets what the part holds", async () => {
  const ref = createRef<HTMLElement>();
  const screen = await render(
    <Frame ref={ref} render={<main className="child" />} className="part" aria-label="Work">
      <p>Inside</p>
    </Frame>,
  );
  const main = screen.getByRole("main", { name: "Work" });
  await expect.element(main.getByText("Inside")).toBeVisible();
  expect(ref.current).toBe(main.element());
  expect(main.element().className).toBe("part child");
});

test("a part without one element as its child says which part it is", () => {
  expect(() => renderToString(<Frame asChild>text</Frame>)).toThrow(
    "`oc-test-frame` with `asChild` needs exactly one element as its child.",
  );
});

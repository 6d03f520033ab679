import { Copy, Download, Ellipsis, Search } from "lucide-react";
import type { FocusEvent, KeyboardEvent, ReactNode } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { useClientContext } from "../../context/ClientContext.ts";
import { createPart } from "../../context/createPart.ts";
import { useLabels } from "../../context/LabelsContext.tsx";
import { useRunContext } from "../../context/RunContext.ts";
import { useAction } from "../../hooks/useAction.ts";
import { copyText } from "../../lib/copyText.ts";
import { Icon } from "../../lib/Icon.tsx";
import type { ExportedRun, ExportFormat } from "./exportRun.ts";

const Frame = createPart("div", "oc-run-menu");
const Toggle = createPart("button", "oc-run-menu-toggle");
const List = createPart("ul", "oc-run-menu-list");
const Item = createPart("button", "oc-run-menu-item");
const Failure = createPart("li", "oc-run-menu-error");

/** The search through a run, and what can be taken along of it, whole: a copy, or a file. */
export function RunMenu(): ReactNode {
  const labels = useLabels();
  const { client } = useClientContext("RunMenu");
  const { store, find } = useRunContext("RunMenu");
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (): void => {
    setOpen(false);
    toggle.current?.focus();
  };
  const { run, isBusy, error } = useAction(async (format: ExportFormat, take: (run: ExportedRun) => Promise<void>) => {
    const { exportRun } = await import("./exportRun.ts");
    await take(await exportRun(format, { client, state: store.get(), labels }));
    close();
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const onPress = (event: PointerEvent): void => {
      if (event.target instanceof Node && frame.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !isOpen) return;
    event.stopPropagation();
    close();
  };
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent<HTMLDivElement>): void => {
    if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) setOpen(false);
  };
  /** The search takes the focus by itself. */
  const search = (): void => {
    setOpen(false);
    find.current?.();
  };
  const copy = async ({ text }: ExportedRun): Promise<void> => {
    if (!(await copyText(text))) throw new Error(labels.copyFailed);
  };
  return (
    <Frame ref={frame} onKeyDown={onKeyDown} onBlur={onBlur}>
      <Toggle
        ref={toggle}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={labels.runMenu}
        title={labels.runMenu}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon icon={Ellipsis} />
      </Toggle>
      {isOpen ? (
        <List id={id} aria-label={labels.runMenu}>
          {find.current === undefined ? null : (
            <li>
              <Item onClick={search}>
                <Icon icon={Search} />
                {labels.find}
              </Item>
            </li>
          )}
          <li>
            <Item disabled={isBusy} onClick={() => void run("markdown", copy)}>
              <Icon icon={Copy} />
              {labels.copyRun}
            </Item>
          </li>
          <li>
            <Item disabled={isBusy} onClick={() => void run("markdown", save)}>
              <Icon icon={Download} />
              {labels.exportMarkdown}
            </Item>
          </li>
          <li>
            <Item disabled={isBusy} onClick={() => void run("json", save)}>
              <Icon icon={Download} />
              {labels.exportJson}
            </Item>
          </li>
          {error === undefined ? null : <Failure role="alert">{labels.exportFailed(error)}</Failure>}
        </List>
      ) : null}
    </Frame>
  );
}

/** A browser begins a download in its own time; the content stays for this long, in ms. */
const KEPT_MS = 60_000;

async function save({ text, filename, mime }: ExportedRun): Promise<void> {
  const url = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
